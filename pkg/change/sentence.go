package change

import (
	"fmt"
	"math"
	"strings"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift"
)

// saidParts bounds the bins and categories that a sentence names; the table has more.
const (
	saidBins       = 2
	saidCategories = 3
	saidPart       = 0.15 // of the distance: less is left to the table
)

// sentence says the most important lines.
func (c *comparison) sentence() string {
	numeric := c.Numeric && !c.before.Kind.Names()
	missing, changed := c.missingWords()
	var said []string
	subject := c.Name
	if changed && (c.verdict.Cause == "missing" || c.now.Total() == 0) { // it is what happened, and leads
		said, subject = append(said, fmt.Sprintf("%s is %s", c.Name, missing)), "it"
	}
	switch {
	case c.now.Total() == 0 && c.now.PosInf+c.now.NegInf > 0:
		said = append(said, c.Name+" is always infinite")
	case c.now.Total() == 0 && len(said) == 0:
		return c.Name + " has no value in any row, as in the reference."
	case c.now.Total() == 0:
	case c.before.Total() == 0:
		said = append(said, subject+" had no value before")
	case numeric:
		said = append(said, c.numberWords(subject)...)
	default:
		words := c.categoryWords(subject)
		if subject == c.Name && !strings.HasPrefix(words[0], c.Name+" ") {
			words[0] = c.Name + ": " + words[0]
		}
		said = append(said, words...)
	}
	if changed && subject != "it" {
		said = append(said, missing)
	}
	text := strings.Join(said, "; ")
	switch v := c.verdict; {
	case v.Outcome == drift.NotEnough:
		text += "; too few rows to tell it from chance"
	case v.Outcome == drift.Fine && v.Effect > 0 && v.Effect < v.Threshold:
		text += "; less than the threshold"
	case v.Outcome == drift.Fine:
		text += "; within ordinary variation"
	}
	return text + "."
}

func (c *comparison) missingWords() (words string, changed bool) {
	l, ok := c.find(Missing)
	if !ok || !l.visible() {
		return "", false
	}
	return c.partWords(l), true
}

// numberWords say where the values went, which stretch of them gained or lost most, what is new, and what became of their spread.
func (c *comparison) numberWords(subject string) []string {
	mean, _ := c.find(Mean)
	median, _ := c.find(Median)
	if c.before.Len() == 1 && c.now.Len() == 1 {
		if mean.Before == mean.After {
			return []string{fmt.Sprintf("%s is always %s", subject, mean.AfterText())}
		}
		return []string{fmt.Sprintf("%s is always %s instead of %s", subject, mean.AfterText(), mean.BeforeText())}
	}
	said := []string{c.shiftWords(subject, mean, median)}
	if c.verdict.Outcome == drift.Drifted {
		bins := 0
		for _, l := range c.parts {
			if l.Kind == New {
				continue
			}
			if bins == saidBins || l.OfDistance < saidPart || !l.visible() {
				break
			}
			bins++
			said = append(said, c.partWords(l))
		}
		if words := c.newWords(); words != "" {
			said = append(said, words)
		}
	}
	if words := c.spreadWords(); words != "" {
		said = append(said, words)
	}
	return said
}

// newWords name the numbers that are new.
func (c *comparison) newWords() string {
	const smallest = 0.005
	named, known := c.verdict.NewValues, 0.0
	if !(c.verdict.NewShare >= smallest) || len(named) == 0 {
		return ""
	}
	names := make([]string, min(len(named), saidCategories))
	for i := range names {
		names[i] = signed(named[i].Name)
		known += named[i].Share
	}
	list, verb := strings.Join(names, ", "), "are"
	all := c.verdict.NewShare * c.now.Rows / c.now.Total()
	switch more := all-known > 1e-9; {
	case more:
		list += " and others"
	case len(names) > 1:
		list = strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
	default:
		verb = "is"
	}
	return fmt.Sprintf("%s %s new with %s of %s", list, verb, percent(all, shareStep(all, c.size(c.now))), c.rows())
}

// shiftWords say how the values as a whole moved: their mean, or their median where few rows decide the mean.
func (c *comparison) shiftWords(subject string, mean, median Line) string {
	if !(mean.Deviations == mean.Deviations) { // a constant has no deviation to measure by
		return fmt.Sprintf("%s was always %s, and its mean is now %s", subject, mean.BeforeText(), mean.AfterText())
	}
	shift, said := mean, "on average"
	// One row of 1e12 moves the mean and nothing else, and is no shift.
	if opposite := mean.Deviations*median.Deviations < 0 && median.moved(); opposite || math.Abs(mean.After-median.After) > 100*spanOf(c.now) && spanOf(c.now) > 0 {
		shift, said = median, "in the median"
	}
	if !shift.moved() {
		if median.moved() {
			return fmt.Sprintf("%s has the same mean (%s), but its median went from %s to %s", subject, mean.AfterText(), median.BeforeText(), median.AfterText())
		}
		const plainly = 0.2 // standard deviations: a person who reads both numbers would not call them the same
		if math.Abs(shift.Deviations) >= plainly {
			return fmt.Sprintf("%s has a %s of %s, before %s: no more apart than chance explains", subject, shift.Kind, shift.AfterText(), shift.BeforeText())
		}
		if shift.BeforeText() != shift.AfterText() {
			return fmt.Sprintf("%s has about the same %s (%s, now %s)", subject, shift.Kind, shift.BeforeText(), shift.AfterText())
		}
		return fmt.Sprintf("%s has the same %s (%s)", subject, shift.Kind, shift.AfterText())
	}
	verb := "rose"
	if shift.After < shift.Before {
		verb = "fell"
	}
	words := fmt.Sprintf("%s %s by %s (%s sd) %s", subject, verb, strings.TrimPrefix(shift.differenceText(), "−"), shift.deviationsText(), said) +
		fmt.Sprintf(", from %s to %s", shift.BeforeText(), shift.AfterText())
	from, to := median.BeforeText(), median.AfterText()
	switch {
	case shift.Kind == Median || from == shift.BeforeText() && to == shift.AfterText():
		return words
	case from == to:
		return words + ", while the median stayed at " + to
	case (median.After > median.Before) == (mean.After > mean.Before):
		return words + fmt.Sprintf(", and the median from %s to %s", from, to)
	}
	return words + fmt.Sprintf(", while the median went from %s to %s", from, to)
}

// moved tells whether a mean or median is another one: by more than its error, and by more than one would see.
func (l Line) moved() bool {
	const smallest, errors = 0.05, 2
	return math.Abs(l.Deviations) >= smallest && math.Abs(l.After-l.Before) >= errors*l.Step && number(l.After-l.Before, l.Step) != "0"
}

// spanOf is the range of the middle 98 % of values.
func spanOf(c *counts.Counts) float64 {
	q := c.Quantiles(0.01, 0.99)
	return q[1] - q[0]
}

// spreadWords say how the spread changed: of the middle half where it has a width, else of all.
func (c *comparison) spreadWords() string {
	ratio := func(kind Kind) (r float64, same bool) {
		const least, errors = 0.05, 3
		l, ok := c.find(kind)
		if !ok || !(l.Before > 0) || !(l.After > 0) {
			return math.NaN(), false
		}
		return l.After / l.Before, math.Abs(l.After/l.Before-1) < math.Max(least, errors*l.Step/l.Before)
	}
	const wildly, seenSpread = 1.5, 0.1
	half, halfSame := ratio(Half)
	all, allSame := ratio(Deviation)
	switch {
	case math.IsNaN(half):
		half, halfSame = all, allSame
	case halfSame && all > wildly:
		return fmt.Sprintf("the middle half is as wide as before, the standard deviation %s times as large", number(all, all/100))
	}
	switch {
	case math.IsNaN(half):
		return ""
	case halfSame && math.Abs(half-1) < seenSpread:
		return "spread unchanged"
	}
	words := "what it was"
	if half > 1 {
		words = "as wide"
	}
	words = fmt.Sprintf("the spread is %s times %s", number(half, half/100), words)
	if halfSame {
		words += ", no more than chance explains"
	}
	return words
}

// rows are what shares of values are of.
func (c *comparison) rows() string {
	if missingShare(c.now) > 0.01 || missingShare(c.before) > 0.01 {
		return "the rows with a value"
	}
	return "the rows"
}

// partWords say what became of one line.
func (c *comparison) partWords(l Line) string {
	of := c.rows()
	switch l.Kind {
	case Half:
		return "half of the values lay " + l.lieWords()
	case Mean, Median, Deviation:
		if l.BeforeText() == l.AfterText() {
			return fmt.Sprintf("the %s is the same (%s)", l.Kind, l.AfterText())
		}
		return fmt.Sprintf("the %s went from %s to %s", l.What, l.BeforeText(), l.AfterText())
	case Missing:
		return fmt.Sprintf("missing in %s of the rows instead of %s", l.AfterText(), l.BeforeText())
	case New:
		return fmt.Sprintf("%s is new with %s of %s", l.What, l.AfterText(), of)
	case Gone:
		return fmt.Sprintf("%s is gone (it had %s)", l.What, l.BeforeText())
	case Part:
		what := l.What
		if i := strings.Index(what, " ("); i >= 0 { // "up to 0.21 (lowest tenth)"
			what = "the " + strings.TrimSuffix(what[i+2:], ")")
		} else {
			what = "values " + what
		}
		verb := "hold"
		if strings.HasPrefix(what, "the ") {
			verb = "holds"
		}
		return fmt.Sprintf("%s %s %s of %s instead of %s", what, verb, l.AfterText(), of, l.BeforeText())
	}
	verb := "rose"
	switch {
	case l.BeforeText() == l.AfterText():
		return fmt.Sprintf("%s stayed at %s", l.What, l.AfterText())
	case l.After < l.Before:
		verb = "fell"
	}
	return fmt.Sprintf("%s %s from %s to %s", l.What, verb, l.BeforeText(), l.AfterText())
}

// lieWords say between which values the middle half of them lay, and lies now.
func (l Line) lieWords() string {
	words := func(text string, lie [2]float64) string {
		if stretch := l.stretch(lie, " and "); stretch != text {
			return "between " + stretch
		}
		return "at " + text
	}
	before, now := words(l.stretch(l.LieBefore, ""), l.LieBefore), words(l.stretch(l.LieAfter, ""), l.LieAfter)
	if before == now {
		return before + ", as it does now"
	}
	return before + ", now " + now
}

// categoryWords name the categories that most of the distance is of.
func (c *comparison) categoryWords(subject string) []string {
	if c.before.Len() == 1 && c.now.Len() == 1 {
		if len(c.parts) == 1 {
			return []string{fmt.Sprintf("%s is always %s", subject, c.parts[0].What)}
		}
		return []string{fmt.Sprintf("%s is always %s instead of %s", subject, quoted(c.now.Name(0)), quoted(c.before.Name(0)))}
	}
	var said []string
	left := 0
	for _, l := range c.parts {
		switch {
		case !l.visible():
		case len(said) < saidCategories && (len(said) == 0 || l.OfDistance >= saidPart/2):
			said = append(said, c.partWords(l))
		default:
			left++
		}
	}
	if len(said) == 0 {
		if c.verdict.Outcome == drift.Drifted {
			return c.littleWords()
		}
		if most, ok := c.mostChanged(); ok {
			return []string{fmt.Sprintf("no category changed by more than its error: %s changed most, from %s to %s", most.What, most.BeforeText(), most.AfterText())}
		}
		return []string{"no category changed visibly"}
	}
	switch {
	case left == 1:
		said = append(said, "another one changed too")
	case left > 1:
		said = append(said, fmt.Sprintf("%d others changed too", left))
	}
	return said
}

// littleWords say what drifted although no single category changed by more than its error: by name where there are few.
func (c *comparison) littleWords() []string {
	const many = 10
	var said []string
	moved := 0.0
	for _, l := range c.parts {
		moved += math.Abs(l.After-l.Before) / 2
		if l.BeforeText() != l.AfterText() {
			said = append(said, c.partWords(l))
		}
	}
	if len(said) > 0 && len(c.parts) <= saidCategories {
		return said
	}
	number := "many"
	if len(c.parts) < many {
		number = fmt.Sprintf("the %d", len(c.parts))
	}
	return []string{fmt.Sprintf("%s categories changed by little each: to be as before, %s of the rows would have to be of another one", number, percent(moved, 0.01))}
}

// mostChanged is the part that changed most, where the table shows that any did.
func (c *comparison) mostChanged() (most Line, ok bool) {
	for _, l := range c.parts {
		change := math.Abs(l.After - l.Before)
		if change >= leastPoints && l.BeforeText() != l.AfterText() && change > math.Abs(most.After-most.Before) {
			most, ok = l, true
		}
	}
	return most, ok
}

// incomparable says why there is nothing to compare.
func incomparable(f Feature, before, now *counts.Counts, v *drift.Verdict) string {
	why := v.Note
	switch {
	case why != "":
	case now == nil || now.Rows == 0:
		why = "the window has no rows"
	case before == nil || before.Rows == 0:
		why = "the reference has no rows"
	}
	return fmt.Sprintf("%s cannot be compared: %s.", f.Name, strings.TrimSuffix(why, "."))
}
