package loki

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/tideline-ml/tideline/pkg/store"
)

// How a column is counted. Each way fills the column's tallies.

// leastCells is how few cells a query is cut down to, before an answer with too many series is given up: then it is the groups that are too many.
const leastCells = 8

// byQuery counts a column next to the data: by its values, or in cells. A *seriesError says that it has too many values for that.
func (a *asked) byQuery(of *counted) error {
	if of.keys != nil {
		return a.byCells(of)
	}
	return a.counting(a.about, []string{of.name}, nil, of.take)
}

// take adds what was counted of a label.
func (of *counted) take(labels map[string]string, slot int, n float64) {
	of.text(slot, labels[of.name], n)
}

// byCells counts numbers in the cells of bounds, and all that no template reads as a number by its text.
func (a *asked) byCells(of *counted) error {
	c := cells{of.column, of.keys}
	if err := a.counting(a.about.with(c.isOther()), []string{of.name}, func(labels map[string]string) bool { return !c.readable(labels[of.name]) }, of.take); err != nil {
		return err
	}
	series, _, _ := a.store.api.limits.get()
	parts := c.parts(series)
	for part := range parts {
		if err := a.inCells(of, c, part*c.bounds()/parts, (part+1)*c.bounds()/parts); err != nil {
			return err
		}
	}
	return nil
}

// inCells counts numbers between two bounds, by several queries where their cells are too many for one.
func (a *asked) inCells(of *counted, c cells, lo, hi int) error {
	var wrong error
	inside := func(labels map[string]string) bool {
		n, ok := c.find(labels[of.name])
		return ok && c.between(n, lo, hi)
	}
	err := a.counting(a.about.with(c.stages(lo, hi)...), []string{slotLabel}, inside, func(labels map[string]string, slot int, n float64) {
		v, err := c.representative(labels)
		if err != nil {
			wrong = err
			return
		}
		of.add(slot, v, n)
	})
	var many *seriesError
	if errors.As(err, &many) && hi-lo > leastCells {
		middle := (lo + hi) / 2
		if err := a.inCells(of, c, lo, middle); err != nil {
			return err
		}
		return a.inCells(of, c, middle, hi)
	}
	return errors.Join(err, wrong)
}

// askedAgain bounds the distinct values of questions that are asked again, on a grid or by the reference's frequent names, where they are too many. Who allows more
// wants each value.
const askedAgain = 200_000

// others counts columns that have more values than Loki answers: in the lines, where these are not too many; frequent names and all others together; or in a sample
// of the lines, where each value is wanted.
func (a *asked) others(columns []*counted) error {
	if len(columns) == 0 {
		return nil
	}
	for _, of := range columns {
		of.slots = map[int]*atSlot{} // what a query that failed has left
	}
	if a.scanned <= float64(a.store.most) {
		return a.inLines(columns, 1, false, nil)
	}
	var sampled []*counted
	series, _, _ := a.store.api.limits.get()
	for _, of := range columns {
		switch {
		case of.keys != nil: // it is the groups that are too many, or texts that are no plain numbers
			of.err = fmt.Errorf("column %q: %w", of.asked.Name, &seriesError{series})
		case of.words != nil:
			if err := a.byNames(of); err != nil {
				return err
			}
		case of.most > 0 && of.most <= askedAgain:
			of.err = &store.TooManyError{Column: of.asked.Name, Limit: series}
		default:
			sampled = append(sampled, of)
			of.notices = append(of.notices, fmt.Sprintf("column %q has more values than Loki tells apart (%d a query): it was counted in a sample of its lines, about %d of %.0f",
				of.asked.Name, series, a.store.most, a.scanned))
		}
	}
	if len(sampled) == 0 {
		return nil
	}
	return a.inLines(sampled, float64(a.store.most)/a.scanned, false, nil)
}

// otherNames stands for all names that are none of a vocabulary's. It has a bucket, as a name would.
const otherNames = "\x00other"

// byNames counts the names of a vocabulary, some hundred at a time, and all others together.
func (a *asked) byNames(of *counted) error {
	series, _, _ := a.store.api.limits.get()
	seen := map[int]float64{} // by slot
	take := func(labels map[string]string, slot int, n float64) {
		of.text(slot, labels[of.name], n)
		seen[slot] += n
	}
	ask := func(condition string, names ...string) error {
		return a.counting(a.about.with(condition), []string{of.name}, func(labels map[string]string) bool { return slices.Contains(names, labels[of.name]) }, take)
	}
	if err := ask("| "+of.name+` = ""`, ""); err != nil {
		return err
	}
	for names := range slices.Chunk(of.words.Names, max(1, series-1)) {
		if err := ask("| "+of.name+" =~ "+quoted(alternatives(names)), names...); err != nil {
			return err
		}
	}
	rest := 0.0
	for slot, rows := range a.rows {
		if n := rows - seen[slot]; n > 0 {
			of.add(slot, value{name: otherNames, holds: 3}, n)
			rest += n
		}
	}
	of.notices = append(of.notices, fmt.Sprintf("column %q has more values than Loki tells apart (%d a query): the %d most frequent of the reference are counted by name, and all others, %.0f rows, together",
		of.asked.Name, series, len(of.words.Names), math.Round(rest)))
	return nil
}
