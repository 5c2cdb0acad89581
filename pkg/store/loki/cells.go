package loki

import (
	"fmt"
	"math"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// slotLabel is the label that a template writes a number's slot to.
const slotLabel = "tideline_slot"

// cells finds which of some bounds a number is not below, by a template that Loki runs on each line: comparisons in a tree, of the number as a template reads it. There
// is no arithmetic, so it falls where Go would put it.
type cells struct {
	column
	keys *sql.Keys
}

// bounds is the number of bounds.
func (c cells) bounds() int { return len(c.keys.Ints) + len(c.keys.Floats) }

// plainInt are whole numbers that a template reads as they are.
const plainInt = `-?(0|[1-9][0-9]{0,17})`

// parts is how many queries cells take, with so many series in an answer.
func (c cells) parts(series int) int { return max(1, (c.bounds()+series-2)/max(1, series-1)) }

// isNumber is the condition for numbers that a template may read; isOther for all else, which is counted by its text.
func (c cells) isNumber() string {
	if c.keys.Ints != nil {
		return "| " + c.name + " =~ `" + plainInt + "`"
	}
	return c.column.isNumber()
}

func (c cells) isOther() string {
	if c.keys.Ints != nil {
		return "| " + c.name + " !~ `" + plainInt + "`"
	}
	return c.column.isOther()
}

// stages write a number's slot to slotLabel, of numbers in [lo, hi) of the bounds alone: as many as an answer may have. lo is 0 for what is below all others as well, hi
// the number of bounds for what is above.
func (c cells) stages(lo, hi int) []string {
	of := "float64"
	if c.keys.Ints != nil {
		of = "int"
	}
	out := []string{c.isNumber()}
	if lo > 0 {
		out = append(out, "| "+c.name+" >= "+c.filtered(lo))
	}
	if hi < c.bounds() {
		out = append(out, "| "+c.name+" < "+c.filtered(hi))
	}
	var tree strings.Builder
	fmt.Fprintf(&tree, "{{$x := %s .%s}}", of, c.name)
	c.tree(&tree, lo, hi)
	return append(out, "| label_format "+slotLabel+"=`"+tree.String()+"`")
}

// tree writes comparisons that end with the number of the last bound that is not above $x, counted from 1; 0 below all.
func (c cells) tree(w *strings.Builder, lo, hi int) {
	if hi-lo <= 1 {
		if lo == 0 && hi == 1 { // below the first bound is a slot, too
			fmt.Fprintf(w, "{{if lt $x %s}}0{{else}}1{{end}}", c.bound(0))
			return
		}
		fmt.Fprint(w, lo+1)
		return
	}
	middle := (lo + hi) / 2
	fmt.Fprintf(w, "{{if lt $x %s}}", c.bound(middle))
	c.tree(w, lo, middle)
	w.WriteString("{{else}}")
	c.tree(w, middle, hi)
	w.WriteString("{{end}}")
}

// bound writes a bound as a template reads it. floatOf does of a float, which has a point or an exponent.
func (c cells) bound(i int) string {
	if c.keys.Ints != nil {
		return strconv.FormatInt(c.keys.Ints[i], 10)
	}
	return floatOf(c.keys.Floats[i])
}

func floatOf(x float64) string {
	text := strconv.FormatFloat(x, 'g', -1, 64)
	if !strings.ContainsAny(text, ".e") {
		text += ".0"
	}
	return text
}

// filtered writes a bound as a filter of labels reads it.
func (c cells) filtered(i int) string {
	if c.keys.Ints != nil {
		return strconv.FormatInt(c.keys.Ints[i], 10)
	}
	return strconv.FormatFloat(c.keys.Floats[i], 'f', -1, 64)
}

// finite leaves out the bounds of what is no number, which no plain number reaches.
func finite(k *sql.Keys) *sql.Keys {
	if k.Ints != nil {
		return k
	}
	n := len(k.Floats)
	for n > 0 && (math.IsInf(k.Floats[n-1], 0) || math.IsNaN(k.Floats[n-1])) {
		n--
	}
	return &sql.Keys{Floats: k.Floats[:n]}
}

// readable tells whether a template reads a text rightly: what isNumber asks of Loki.
func (c cells) readable(text string) bool {
	if c.keys.Ints != nil {
		return readableInt.MatchString(text)
	}
	return readable.MatchString(text)
}

var (
	readable    = regexp.MustCompile("^(?:" + plain + ")$")
	readableInt = regexp.MustCompile("^(?:" + plainInt + ")$")
)

// find is the number of the last bound that is not above a number, counted from 1: what the template finds.
func (c cells) find(text string) (n int, ok bool) {
	if !c.readable(text) {
		return 0, false
	}
	if c.keys.Ints != nil {
		x, err := strconv.ParseInt(text, 10, 64)
		return sort.Search(len(c.keys.Ints), func(i int) bool { return c.keys.Ints[i] > x }), err == nil
	}
	x, err := strconv.ParseFloat(text, 64)
	return sort.Search(len(c.keys.Floats), func(i int) bool { return c.keys.Floats[i] > x }), err == nil
}

// between tells whether a slot is one of those that stages(lo, hi) are of.
func (c cells) between(n, lo, hi int) bool {
	return (lo == 0 || n > lo) && (hi == c.bounds() || n <= hi)
}

// representative is a value in a slot: that of an answer, or the one that a line on an edge lies in.
func (c cells) representative(labels map[string]string) (value, error) {
	n, err := strconv.Atoi(labels[slotLabel])
	if err != nil {
		var ok bool
		if n, ok = c.find(labels[c.name]); !ok {
			return value{}, fmt.Errorf("Loki answered with a cell %q that was not asked for", labels[slotLabel])
		}
	}
	whole, float, err := c.keys.Representative(int64(n))
	if c.keys.Ints != nil {
		return value{whole: whole, holds: sql.Ints}, err
	}
	return value{float: float, holds: sql.Floats}, err
}
