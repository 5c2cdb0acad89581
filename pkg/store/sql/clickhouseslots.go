package sql

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

func clickhouseTimeSlot(x string, class Class, bounds []int64) string {
	if len(bounds) <= fewBounds {
		literal := clickhouseInstant
		if class == Date {
			literal = clickhouseDate
		}
		parts := make([]string, len(bounds))
		for i, us := range bounds {
			parts[i] = "(" + x + " >= " + literal(us) + ")"
		}
		return strings.Join(parts, " + ")
	}
	arg := func(value any) string {
		if list, ok := value.([]int64); ok {
			return strings.ReplaceAll(fmt.Sprint(list), " ", ", ")
		}
		return fmt.Sprintf("toInt64(%d)", value)
	}
	return clickhouseIntegerSlot(arg, format(clickhouseMicros, x), bounds)
}

// fewBounds are compared with one by one: that is faster than to look them up.
const fewBounds = 6

// Most values lie in a run of cells of one width, of which a slot is found by arithmetic that is exact: floats are scaled by a power of two, integers divided.
// What lies elsewhere is searched for in halves, at several times the cost, and only there: Tideline's queries have short-circuit evaluation forced.

// run are bounds from[i] … to[i] that lie one step apart, with a few others between them.
type run struct {
	from, to int
	between  []int
}

const (
	mostBetween = 8
	leastRun    = 8 // steps
)

// longest finds the run of most steps; quotient tells how many steps a bound lies from some origin, if it lies a whole number of them.
func longest(n int, quotient func(i int) (int64, bool)) (best run, steps int64) {
	var now run
	var first, last int64
	started := false
	for i := range n {
		q, ok := quotient(i)
		switch {
		case !ok:
			now.between = append(now.between, i)
			continue
		case !started || q != last+1 || len(now.between) > mostBetween:
			now, first, started = run{from: i}, q, true
		}
		now.to, last = i, q
		if last-first > steps {
			best, steps = run{now.from, now.to, slices.Clone(now.between)}, last-first
		}
	}
	return best, steps
}

// write gives the slot of what lies in the run, by the whole steps of x from the run's beginning, and else what otherwise says.
func (r *run) write(cast, x, from, to, steps string, between []string, otherwise string) string {
	inside := fmt.Sprintf("%s + %d", steps, r.from+1)
	for _, b := range between {
		inside += fmt.Sprintf(" + (%s >= %s)", x, b)
	}
	return fmt.Sprintf("if(%[1]s >= %[2]s AND %[1]s < %[3]s, %[4]s(%[5]s), %[6]s)", x, from, to, cast, inside, otherwise)
}

// slotCast is the type of slots among bounds, as narrow as may be: what is narrow is grouped fast.
func slotCast(bounds int) string {
	if bounds < math.MaxUint16 {
		return "toUInt16"
	}
	return "toUInt32"
}

// slotOf makes slots missing for missing values: the last part is 0 for all others. Branches that are evaluated for some rows only do not keep what is missing.
func slotOf(cast, x, slot string) string { return fmt.Sprintf("%s(%s + (%s < %s))", cast, slot, x, x) }

// clickhouseFloatSlot: steps are powers of two from zero on, as those of grids are. NaN is not found, at place 0.
func clickhouseFloatSlot(arg func(any) string, x string, bounds []float64) string {
	finite, cast := bounds[:len(bounds)-2], slotCast(len(bounds))
	if len(finite) <= fewBounds {
		return slotOf(cast, x, fmt.Sprintf("%s + (%s = inf) + %d * isNaN(%s)", compared(arg, x, finite), x, len(bounds), x))
	}
	if all := stretchesOf(finite); 2*len(all) < len(finite) {
		return slotOf(cast, x, fmt.Sprintf("%s + %d * isNaN(%s)", stepped(cast, arg, x, append(all, stretch{from: math.Inf(1), slot: len(bounds) - 1})), len(bounds), x))
	}
	var best run
	var scale float64
	most := int64(leastRun)
	seen := map[float64]bool{}
	for i := 1; i < len(finite); i++ {
		part, exponent := math.Frexp(finite[i] - finite[i-1])
		inverse := math.Ldexp(1, 1-exponent)
		if part != 0.5 || seen[inverse] || math.IsInf(inverse, 0) {
			continue
		}
		seen[inverse] = true
		if r, steps := longest(len(finite), func(i int) (int64, bool) {
			q := finite[i] * inverse
			return int64(q), q == math.Floor(q) && math.Abs(q) < 1<<52
		}); steps > most {
			best, scale, most = r, inverse, steps
		}
	}
	// Positive infinity is the last of what is searched for.
	elsewhere := fmt.Sprintf("%s(%s + %d * isNaN(%s))", cast, searched(cast, arg, x, math.Inf(-1), bounds[:len(bounds)-1], best), len(bounds), x)
	if scale == 0 {
		return slotOf(cast, x, elsewhere)
	}
	steps := fmt.Sprintf("floor(%s * %s) - %s", x, arg(scale), arg(finite[best.from]*scale))
	return slotOf(cast, x, best.write(cast, x, arg(finite[best.from]), arg(finite[best.to]), steps, args(arg, finite, best.between), elsewhere))
}

// stretch is a run of bounds that lie one power of two apart, counted from zero on, up to where the next stretch begins: the slot of an x in it is
// slot + floor(x · inverse) − floor(from · inverse). A stretch of one bound has no steps, and inverse 0.
type stretch struct {
	from, to float64 // its first and its last bound
	slot     int
	inverse  float64
	exponent int // of what lies between two bounds
	steps    int
}

// stretchesOf cuts ascending bounds into stretches. A grid has a stretch for each width of its cells and a few for each atom: far fewer than bounds, which the server would have to
// read, to keep and to search, for every column.
func stretchesOf(bounds []float64) []stretch {
	var all []stretch
	for i := 0; i < len(bounds); {
		one, next := stretch{from: bounds[i], to: bounds[i], slot: i + 1}, i+1
		if next < len(bounds) {
			part, exponent := math.Frexp(bounds[next] - bounds[i])
			inverse := math.Ldexp(1, 1-exponent)
			at := func(i int) (q float64, whole bool) {
				q = bounds[i] * inverse
				return q, q == math.Floor(q) && math.Abs(q) < 1<<52
			}
			first, whole := at(i)
			for whole && part == 0.5 && !math.IsInf(inverse, 0) && next < len(bounds) {
				if q, ok := at(next); !ok || q != first+float64(next-i) {
					break
				}
				one.inverse, one.exponent = inverse, exponent-1
				next++
			}
			if one.inverse != 0 {
				next-- // how far it is from the last bound to the next stretch, steps do not say
				one.to, one.steps = bounds[next], next-i
			}
		}
		all, i = append(all, one), next
	}
	return all
}

// stepped gives the slot of an x by the stretch that it lies in. It is computed for every row alike: an if that keeps work to some rows costs more than this work does.
func stepped(cast string, arg func(any) string, x string, all []stretch) string {
	from, inverse, slot := []float64{math.Inf(-1)}, []float64{0}, []float64{0}
	for _, s := range all {
		from, inverse, slot = append(from, s.from), append(inverse, s.inverse), append(slot, float64(s.slot)-math.Floor(s.from*s.inverse))
	}
	slot[len(slot)-1] = float64(all[len(all)-1].slot) // of infinity, which times 0 is no number
	// Short lists are written out: as parameters they would be computed from their bits wherever they stand, before a row is read.
	if len(all) <= fewStretches && readable(from) && readable(inverse) {
		arg = func(value any) string { return clickhouseFloats(value.([]float64)) }
	}
	list := arg(from)
	found := fmt.Sprintf("roundDown(%s, %s)", x, list)
	again := found
	if plainName.MatchString(x) {
		again = x + "_stretch"
		found = fmt.Sprintf("(%s AS %s)", found, again)
	}
	return fmt.Sprintf("%s(transform(%s, %s, %s, toFloat64(0)) + floor(if(isFinite(%[5]s), %[5]s, toFloat64(0)) * transform(%s, %s, %s, toFloat64(0))))",
		cast, found, list, arg(slot), x, again, list, arg(inverse))
}

// plainName is one that stands as it is in a statement, so that another one can be made of it.
var plainName = regexp.MustCompile(`^[a-z][a-z0-9]*$`)

// fewStretches take a kilobyte or two of the text of a statement, of which a server reads 256.
const fewStretches = 40

// readable tells whether ClickHouse reads the digits of all floats of a list: it takes denormal ones for an error of range.
func readable(list []float64) bool {
	const leastNormal = 0x1p-1022
	return !slices.ContainsFunc(list, func(x float64) bool { return x != 0 && math.Abs(x) < leastNormal })
}

// clickhouseStairs gives the slot of a float by stairs of which number bounds tell slots apart. A NaN is no greater than anything, so it is held at the lower end, and a missing value is missing in what
// is compared.
func clickhouseStairs(x string, s *stairs, number int) string {
	from, to := s.ends()
	steps := fmt.Sprintf("least(greatest(%s, %s), %s)", x, clickhouseFloat(float64(from)/s.inverse), clickhouseFloat(float64(to)/s.inverse))
	if s.inverse != 1 {
		steps += " * " + clickhouseFloat(s.inverse)
	}
	steps = "toInt32(floor(" + steps + "))"
	again := steps
	if plainName.MatchString(x) {
		again = x + "_steps"
		steps = fmt.Sprintf("(%s AS %s)", steps, again)
	}
	var parts []string
	below := int64(0) // what flights count where none has begun
	for _, f := range s.flights {
		held := steps
		steps = again
		if f.from > from {
			held = fmt.Sprintf("greatest(%s, toInt32(%d))", held, f.from)
		}
		if f.to < to {
			held = fmt.Sprintf("least(%s, toInt32(%d))", held, f.to)
		}
		if f.shift > 0 {
			held = fmt.Sprintf("bitShiftRight(%s, %d)", held, f.shift)
		}
		parts, below = append(parts, held), below+f.from>>f.shift
	}
	for _, b := range s.rest {
		parts = append(parts, fmt.Sprintf("(%s >= %s)", x, clickhouseFloat(b)))
	}
	return fmt.Sprintf("%s(%s + (%s = inf) + %d * isNaN(%s) + %d)", slotCast(number), strings.Join(parts, " + "), x, number, x, -below)
}

// clickhouseFloat is a float in the text of a statement, where its digits are read by strtod, which is exact.
func clickhouseFloat(x float64) string {
	switch {
	case math.IsInf(x, 0):
		return strings.TrimPrefix(strings.ToLower(fmt.Sprint(x)), "+")
	case !readable([]float64{x}):
		return fmt.Sprintf("reinterpretAsFloat64(toUInt64(%d))", math.Float64bits(x))
	}
	return strconv.FormatFloat(x, 'e', -1, 64)
}

// clickhouseFloats is a list of them.
func clickhouseFloats(list []float64) string {
	texts := make([]string, len(list))
	for i, x := range list {
		texts[i] = clickhouseFloat(x)
	}
	return "[" + strings.Join(texts, ", ") + "]"
}

// clickhouseIntegerSlot: the step is the most frequent one.
func clickhouseIntegerSlot(arg func(any) string, x string, bounds []int64) string {
	cast := slotCast(len(bounds))
	if len(bounds) <= fewBounds {
		return slotOf(cast, x, compared(arg, x, bounds))
	}
	often := map[int64]int{}
	step, anchor := int64(0), int64(0)
	for i := 1; i < len(bounds); i++ {
		d := bounds[i] - bounds[i-1]
		if often[d]++; d > 0 && (step == 0 || often[d] > often[step]) { // a difference that overflows is below zero
			step, anchor = d, bounds[i]
		}
	}
	best, steps := longest(len(bounds), func(i int) (int64, bool) {
		d := bounds[i] - anchor
		if step == 0 || (d < 0) != (bounds[i] < anchor) || d%step != 0 {
			return 0, false
		}
		return d / step, true
	})
	if steps < leastRun {
		return slotOf(cast, x, searched(cast, arg, x, math.MinInt64, bounds, run{}))
	}
	from := arg(bounds[best.from])
	return slotOf(cast, x, best.write(cast, x, from, arg(bounds[best.to]), fmt.Sprintf("intDiv(%s - %s, %s)", x, from, arg(step)), args(arg, bounds, best.between),
		searched(cast, arg, x, math.MinInt64, bounds, best)))
}

func args[T int64 | float64](arg func(any) string, bounds []T, places []int) []string {
	list := make([]string, len(places))
	for i, place := range places {
		list[i] = arg(bounds[place])
	}
	return list
}

// compared gives the number of bounds not above x.
func compared[T int64 | float64](arg func(any) string, x string, bounds []T) string {
	parts := []string{"0"}
	for _, b := range bounds {
		parts = append(parts, fmt.Sprintf("(%s >= %s)", x, arg(b)))
	}
	return strings.Join(parts, " + ")
}

// searched gives the number of bounds not above an x that does not lie in a run; least is not above anything. Branches have the type of slots in common:
// without, they would have none.
func searched[T int64 | float64](cast string, arg func(any) string, x string, least T, bounds []T, in run) string {
	var list []T
	var places []int64
	if bounds[0] != least {
		list, places = []T{least}, []int64{0}
	}
	for i, b := range bounds {
		if i <= in.from || i >= in.to {
			list, places = append(list, b), append(places, int64(i)+1)
		}
	}
	all := arg(list)
	return fmt.Sprintf("%[4]s(transform(roundDown(%[1]s, %[2]s), %[2]s, %[3]s, 0))", x, all, arg(places), cast)
}
