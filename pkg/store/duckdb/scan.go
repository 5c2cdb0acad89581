package duckdb

import (
	"context"
	"sort"
	"strings"
	"time"

	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/sql"
	"github.com/tideline-ml/tideline/pkg/store/tally"
)

// batch is a chunk of a scan whose rows have found their slots: the window within the segment.
type batch struct {
	runs []tally.Run
	// columns belong to the columns that were asked for; zero where a column cannot be read.
	columns []tally.Vector
	// times are event times in microseconds on the relation's clock; zero without a clock.
	times tally.Vector
}

// scan finds the slots of the rows of a relation. It is used by one thread at a time.
type scan struct {
	*sql.Scan
	names    []string // of the columns that were asked for
	windows  int
	segments segments
	rows     int64
	// failed holds, by column, why it cannot be read at all.
	failed []error
	// unreadable holds, by column of texts that should be numbers, the smallest that is none: the same however the rows were shared out.
	unreadable []*string

	finder windowFinder
	slots  []int32
	batch  batch
}

func newScan(written *sql.Scan, columns []store.Column, groups, windows int) *scan {
	sc := &scan{Scan: written, windows: windows, failed: make([]error, len(columns)), unreadable: make([]*string, len(columns)),
		finder: windowFinder{Windows: written.Windows}, batch: batch{columns: make([]tally.Vector, len(columns))}}
	sc.segments.init(groups)
	for i, c := range written.Columns {
		sc.names, sc.failed[i] = append(sc.names, columns[i].Name), c.Err
	}
	return sc
}

// reason is why a column cannot be read, nil where it can.
func (sc *scan) reason(column int) error {
	if example := sc.unreadable[column]; example != nil && sc.failed[column] == nil {
		return sql.NoNumber(sc.names[column], *example)
	}
	return sc.failed[column]
}

// write writes the statement of a scan and calls use with it, again where a bad file made it fail. thin may choose to read fewer rows; it may be nil.
func (s *Store) write(ctx context.Context, rel store.Relation, columns, groupBy []store.Column, windows []store.Window,
	thin func(*sql.Relation) (*sql.Relation, error), use func(*sql.Scan) error) (store.Stats, error) {
	started := time.Now()
	var stats store.Stats
	err := s.withRelation(ctx, rel, func(r *sql.Relation, known said) error {
		if thin != nil {
			var err error
			if r, err = thin(r); err != nil {
				return err
			}
		}
		written, err := r.Scan(columns, groupBy, windows)
		if err != nil {
			return err
		}
		stats = store.Stats{SQL: written.Text, Notices: known.notices}
		done, err := s.engine.scanTurn(ctx)
		if err != nil {
			return err
		}
		defer done()
		return use(written)
	})
	stats.Seconds = time.Since(started).Seconds()
	return stats, err
}

// readRows runs one scan, in the order of the rows. Each batch goes to take, which is called again from the first row where a bad file made the scan
// start again: begin is called before each start. thin may choose to read fewer rows; it may be nil.
func (s *Store) readRows(ctx context.Context, rel store.Relation, columns, groupBy []store.Column, windows []store.Window,
	thin func(*sql.Relation) (*sql.Relation, error), begin func(*scan), take func(*batch) error) (*scan, store.Stats, error) {
	var last *scan
	stats, err := s.write(ctx, rel, columns, groupBy, windows, thin, func(written *sql.Scan) error {
		last = newScan(written, columns, len(groupBy), len(windows))
		begin(last)
		run := s.engine.run
		if written.Thinned() {
			run = s.engine.finish
		}
		rows, err := run(ctx, written.Statement)
		if err != nil {
			return err
		}
		defer rows.Close()
		return last.read(rows, take)
	})
	if err != nil {
		return nil, stats, err
	}
	for i := range last.failed {
		last.failed[i] = last.reason(i)
	}
	stats.RowsScanned, stats.Notices = float64(last.rows), append(stats.Notices, last.notices()...)
	return last, stats, nil
}

// notices are remarks on the columns that were asked for.
func (sc *scan) notices() []string {
	var list []string
	for _, c := range sc.Columns {
		if c.Notice != "" {
			list = append(list, c.Notice)
		}
	}
	return list
}

func (sc *scan) read(rows *stream, take func(*batch) error) error {
	for {
		c, err := rows.Next()
		if err != nil {
			return err
		}
		if c == nil {
			return nil
		}
		b, err := sc.sort(c)
		if err != nil {
			return err
		}
		if err := take(b); err != nil {
			return err
		}
	}
}

// sort finds the slots of the rows of a chunk. The batch is valid as long as the chunk.
func (sc *scan) sort(c *chunk) (*batch, error) {
	b := &sc.batch
	sc.slots = sc.slots[:0]
	if sc.Time >= 0 {
		b.times = c.vectors[sc.Time]
	}
	for i := range c.size {
		sc.slots = append(sc.slots, sc.finder.find(b.times, i))
	}
	if err := sc.segments.assign(sc.slots, c, sc.Groups, sc.windows); err != nil {
		return nil, err
	}
	b.runs = b.runs[:0]
	for i, slot := range sc.slots {
		if slot < 0 {
			continue
		}
		sc.rows++
		if last := len(b.runs) - 1; last >= 0 && b.runs[last].Slot == slot && b.runs[last].To == i {
			b.runs[last].To++
		} else {
			b.runs = append(b.runs, tally.Run{Slot: slot, From: i, To: i + 1})
		}
	}
	for i, column := range sc.Columns {
		b.columns[i] = tally.Vector{}
		if sc.failed[i] != nil {
			continue
		}
		if column.Unreadable >= 0 {
			sc.findUnreadable(i, c.vectors[column.Unreadable])
		}
		if sc.unreadable[i] == nil {
			b.columns[i] = c.vectors[column.Place]
		}
	}
	return b, nil
}

func (sc *scan) findUnreadable(column int, v tally.Vector) {
	for i, slot := range sc.slots {
		if slot >= 0 && !v.Missing(i) {
			if least := sc.unreadable[column]; least == nil || v.Texts[i] < *least {
				example := strings.Clone(v.Texts[i])
				sc.unreadable[column] = &example
			}
		}
	}
}

// merge adds what another thread's scan has found, and says where its slots are in this one.
func (sc *scan) merge(from *scan) (slot func(int32) int32, err error) {
	sc.rows += from.rows
	for i, example := range from.unreadable {
		if least := sc.unreadable[i]; example != nil && (least == nil || *example < *least) {
			sc.unreadable[i] = example
		}
	}
	combos, err := sc.segments.merge(&from.segments)
	if err != nil {
		return nil, err
	}
	windows := int32(sc.windows)
	return func(slot int32) int32 { return combos[slot/windows]*windows + slot%windows }, nil
}

// windowFinder finds the windows of rows. Logs are nearly in order of time, so the window of the row before is tried first.
type windowFinder struct {
	sql.Windows
	last int
}

// find is the window of row i, −1 for a row in none.
func (f *windowFinder) find(times tally.Vector, i int) int32 {
	if times.Ints == nil || times.Missing(i) {
		// A row without a time belongs to the one window that asks for everything, and to no other.
		if len(f.From) == 1 && f.From[0] == sql.Earliest && f.To[0] == sql.Latest {
			return 0
		}
		return -1
	}
	t := times.Ints[i]
	if f.last < len(f.From) && t >= f.From[f.last] && t < f.To[f.last] {
		return int32(f.last)
	}
	w := sort.Search(len(f.To), func(w int) bool { return f.To[w] > t || f.To[w] == sql.Latest })
	if w == len(f.To) || t < f.From[w] {
		return -1
	}
	f.last = w
	return int32(w)
}

// segments numbers the combinations of the values that rows are grouped by, as they are first seen. Combinations are built column by column.
type segments struct {
	values []map[string]int32 // by column: text → number; missing is number 0
	texts  [][]string         // by column: number → text
	steps  []steps            // by column
}

// steps are the combinations of the columns up to one: each is a combination of the columns before it (−1: of none) and a number.
type steps struct {
	index map[[2]int32]int32
	list  [][2]int32
}

func (s *segments) init(columns int) {
	*s = segments{}
	for range columns {
		s.values = append(s.values, map[string]int32{})
		s.texts = append(s.texts, []string{""})
		s.steps = append(s.steps, steps{index: map[[2]int32]int32{}})
	}
}

// combinations lists the numbers of each combination's values.
func (s *segments) combinations() [][]int32 {
	columns := len(s.steps)
	if columns == 0 {
		return [][]int32{{}}
	}
	list := make([][]int32, len(s.steps[columns-1].list))
	for i := range list {
		list[i] = make([]int32, columns)
		combo := int32(i)
		for g := columns - 1; g >= 0; g-- {
			step := s.steps[g].list[combo]
			combo, list[i][g] = step[0], step[1]
		}
	}
	return list
}

// assign turns windows into slots.
func (s *segments) assign(slots []int32, c *chunk, places []int, windows int) error {
	if len(places) == 0 {
		return nil
	}
	for i, window := range slots {
		if window < 0 {
			continue
		}
		combo := int32(-1)
		for g, place := range places {
			number := int32(0)
			if v := c.vectors[place]; !v.Missing(i) {
				number = s.number(g, v.Texts[i])
			}
			var err error
			if combo, err = s.next(g, combo, number); err != nil {
				return err
			}
		}
		slots[i] = combo*int32(windows) + window
	}
	return nil
}

// next is the number of a combination of the columns before g with a value of column g.
func (s *segments) next(g int, combo, number int32) (int32, error) {
	step, here := [2]int32{combo, number}, &s.steps[g]
	next, ok := here.index[step]
	if !ok {
		if next = int32(len(here.list)); next >= store.MostSegments {
			return 0, &store.TooManySegmentsError{Limit: store.MostSegments}
		}
		here.index[step] = next
		here.list = append(here.list, step)
	}
	return next, nil
}

// merge adds the segments of another thread: combos[i] is the number here of its combination i.
func (s *segments) merge(from *segments) (combos []int32, err error) {
	for _, numbers := range from.combinations() {
		combo := int32(-1)
		for g, number := range numbers {
			if number > 0 {
				number = s.number(g, from.texts[g][number])
			}
			if combo, err = s.next(g, combo, number); err != nil {
				return nil, err
			}
		}
		combos = append(combos, max(combo, 0)) // without columns there is one segment
	}
	return combos, nil
}

func (s *segments) number(g int, text string) int32 {
	if n, ok := s.values[g][text]; ok {
		return n
	}
	n := int32(len(s.texts[g]))
	kept := strings.Clone(text)
	s.values[g][kept] = n
	s.texts[g] = append(s.texts[g], kept)
	return n
}

// sorted lists the segments in the order of answers, with the order that brings slots there: order[i] is the number of segment i.
func (s *segments) sorted() (texts [][]string, missing [][]bool, order []int) {
	for _, combo := range s.combinations() {
		text, absent := make([]string, len(combo)), make([]bool, len(combo))
		for g, number := range combo {
			text[g], absent[g] = s.texts[g][number], number == 0
		}
		texts, missing = append(texts, text), append(missing, absent)
	}
	return store.SortSegments(texts, missing)
}
