package sql

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ClickHouse is the dialect of ClickHouse 22 and later. Its times are points in time: a column whose type names no zone is read as UTC, and as at home in
// the relation's zone where that has one. No answer depends on a setting of the server or of the session.
var ClickHouse = &Dialect{
	Name:            "clickhouse",
	Class:           clickhouseClass,
	Placeholder:     clickhouseParameter,
	Backslash:       true,
	CastInteger:     "toInt64(%[1]s)", // these keep what is missing, CAST does not
	CastFloat:       "toFloat64(%[1]s)",
	CastText:        "toString(%[1]s)",
	CastBoolean:     "toBool(%[1]s)",
	BooleanInteger:  "toInt64(%[1]s)",
	FloatLiteral:    "toFloat64(%[1]s)",
	TryFloat:        "toFloat64OrNull(trimBoth(%[1]s))",
	TryInteger:      "toInt64OrNull(trimBoth(%[1]s))",
	TryRound:        "CASE WHEN abs(%[1]s * %[2]s) < 9.2e18 THEN toInt64(round(%[1]s * %[2]s)) END",
	IntegerQuotient: "intDiv(%[1]s, %[2]s)",
	Micros: map[Class]string{
		Time:    clickhouseMicros,
		Instant: clickhouseMicros,
		Date:    clickhouseMicros,
	},
	TimeLiteral: map[Class]func(int64) string{
		Time:    clickhouseInstant,
		Instant: clickhouseInstant,
		Date:    clickhouseDate,
	},
	ParseTime: `CASE WHEN match(%[1]s, '^\\s*[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([ T]|\\s*$)') THEN ` +
		"toUnixTimestamp64Micro(parseDateTime64BestEffortOrNull(%[1]s, 6, 'UTC')) END",
	FromMicros: "fromUnixTimestamp64Micro(%[1]s, 'UTC')",
	LocalTime:  "fromUnixTimestamp64Micro(%[1]s + timeZoneOffset(toTimeZone(fromUnixTimestamp64Micro(%[1]s, 'UTC'), %[2]s)) * 1000000, 'UTC')",
	UTCTime:    "toUnixTimestamp64Micro(toDateTime64(toString(fromUnixTimestamp64Micro(%[1]s, 'UTC')), 6, %[2]s))",
	Contains:   "(position(%[1]s, %[2]s) > 0)",
	StartsWith: "startsWith(%[1]s, %[2]s)",
	NoNaN:      "CASE WHEN NOT isNaN(toFloat64(%[1]s)) THEN %[1]s END",
	Matches:    "match(%[1]s, %[2]s)",
	Functions: map[string]string{
		"abs":     "abs(%[1]s)",
		"log":     "CASE WHEN %[1]s > 0 THEN log(%[1]s) END",
		"exp":     "exp(%[1]s)",
		"sqrt":    "CASE WHEN %[1]s >= 0 THEN sqrt(%[1]s) END",
		"floor":   "floor(%[1]s)",
		"length":  "toFloat64(lengthUTF8(%[1]s))",
		"lower":   "lowerUTF8(%[1]s)",
		"hour":    "toFloat64(toHour(toDateTime64(%[1]s, 6, 'UTC'), 'UTC'))",
		"weekday": "toFloat64(toDayOfWeek(toDateTime64(%[1]s, 6, 'UTC'), 0, 'UTC'))",
	},
	Quotient:   "(%[1]s / nullIf(%[2]s, 0))",
	Remainder:  "(%[1]s - %[2]s * floor(%[1]s / nullIf(%[2]s, 0)))",
	NestedText: "toJSONString(%[1]s)",
	Path: func(arg func(any) string, x string, path []string) string {
		keys := make([]string, len(path))
		for i, key := range path {
			keys[i] = arg(key)
		}
		return "JSONExtract(toJSONString(" + x + "), " + strings.Join(keys, ", ") + ", 'Nullable(String)')"
	},

	Grouped: &Grouped{
		FloatSlot:   clickhouseFloatSlot,
		IntegerSlot: clickhouseIntegerSlot,
		TimeSlot:    clickhouseTimeSlot,
		TextKey:     "%[1]s",
		Sets:        0, // grouping sets cost as much, and answer with all columns of keys
		Variance:    "varPopStable(%[1]s)",
		Covariance:  "covarPopStable(%[1]s, %[2]s)",
		IsNaN:       "isNaN(%[1]s)",
		IsInfinite:  "isInfinite(%[1]s)",
	},
}

const clickhouseMicros = "toUnixTimestamp64Micro(toDateTime64(%[1]s, 6, 'UTC'))"

// clickhouseYears brings microseconds into the years that its times can hold.
func clickhouseYears(us int64) int64 {
	return min(max(us, time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro()), time.Date(2262, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro())
}

func clickhouseInstant(us int64) string {
	return fmt.Sprintf("fromUnixTimestamp64Micro(toInt64(%d), 'UTC')", clickhouseYears(us))
}

// clickhouseDate is the first day that does not begin before.
func clickhouseDate(us int64) string {
	return "toDate32('" + isoTime(clickhouseYears(us) + day - 1)[:len("2006-01-02")] + "')"
}

// clickhouseParameter names the type of a value. Floats come as their bits: not every release reads the digits of a float exactly.
func clickhouseParameter(n int, value any) string {
	switch value.(type) {
	case int64:
		return fmt.Sprintf("{p%d:Int64}", n)
	case float64:
		return fmt.Sprintf("reinterpretAsFloat64({p%d:UInt64})", n)
	case bool:
		return fmt.Sprintf("{p%d:Bool}", n)
	case []int64:
		return fmt.Sprintf("{p%d:Array(Int64)}", n)
	case []float64:
		return fmt.Sprintf("arrayMap(b -> reinterpretAsFloat64(b), {p%d:Array(UInt64)})", n)
	case []string:
		return fmt.Sprintf("{p%d:Array(String)}", n)
	}
	return fmt.Sprintf("{p%d:String}", n)
}

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
		switch value := value.(type) {
		case []int64:
			return strings.ReplaceAll(fmt.Sprint(value), " ", ", ")
		case float64:
			return "toFloat64(" + strconv.FormatFloat(value, 'e', -1, 64) + ")"
		}
		return fmt.Sprintf("toInt64(%d)", value)
	}
	return clickhouseIntegerSlot(arg, format(clickhouseMicros, x), bounds)
}

// fewBounds are compared with one by one: that is faster than to look them up.
const fewBounds = 6

// A slot is found as in a histogram: a value is brought to a place on a regular lattice by one subtraction and one multiplication, which keep the order of values
// and give the same floats there and here; a table says how many bounds lie at places before it, and the few bounds at its own place are compared with
// one by one. Half as dear as roundDown, which searches in halves; that takes what no lattice is fine enough for.

// lattice is where bounds lie. Places are 0 … len(before)−1.
type lattice struct {
	low, scale float64
	before     []int64 // by place: the bounds at places before
	most       int     // bounds at one place
}

const (
	mostPlaces   = 1 << 12
	mostCompared = 3
)

// place is what the statement computes.
func (l *lattice) place(x float64) int {
	distance := x - l.low
	return int(math.Max(0, math.Min(float64(len(l.before)-1), distance*l.scale)))
}

// newLattice lays bounds on the coarsest lattice that parts them well; nil where none does.
func newLattice(bounds []float64) *lattice {
	low, high := bounds[0], bounds[len(bounds)-1]
	if !(low < high) || math.IsInf(high-low, 0) {
		return nil
	}
	var best *lattice
	for places := 16; places <= mostPlaces; places *= 2 {
		if places < len(bounds)/2 {
			continue
		}
		l := &lattice{low: low, scale: float64(places-1) / (high - low), before: make([]int64, places)}
		if math.IsInf(l.scale, 0) || l.scale == 0 {
			return nil
		}
		at := make([]int, places)
		for _, b := range bounds {
			at[l.place(b)]++
		}
		before := 0
		for i, n := range at {
			l.before[i] = int64(before)
			before += n
			l.most = max(l.most, n)
		}
		if best == nil || l.most < best.most {
			best = l
		}
		if best.most == 1 {
			break
		}
	}
	if best == nil || best.most > mostCompared {
		return nil
	}
	return best
}

// write gives the number of bounds not above x. list has the bounds, then values above all others for what is not there.
func (l *lattice) write(arg func(any) string, x, asFloat, list string) string {
	at := fmt.Sprintf("%s[toUInt16(greatest(0., least(%d., (%s - %s) * %s))) + 1]", arg(l.before), len(l.before)-1, asFloat, arg(l.low), arg(l.scale))
	parts := []string{at}
	for i := range l.most {
		parts = append(parts, fmt.Sprintf("(%s >= %s[%s + %d])", x, list, at, i+1))
	}
	return strings.Join(parts, " + ")
}

// clickhouseFloatSlot looks the finite bounds up; what is not finite lies after them.
func clickhouseFloatSlot(arg func(any) string, x string, bounds []float64) string {
	finite := bounds[:len(bounds)-2]
	slot := ""
	if l := newLattice(finite[min(1, len(finite)):]); len(finite) > fewBounds && l != nil {
		// The first bound, the least of all floats, is compared with by itself: no lattice reaches so far.
		list := append(slices.Clone(finite[1:]), math.NaN(), math.NaN(), math.NaN()) // nothing is at least NaN
		slot = fmt.Sprintf("(%s >= %s) + %s", x, arg(finite[0]), l.write(arg, x, x, arg(list)))
	} else {
		slot = searched(arg, x, finite)
	}
	return fmt.Sprintf("toUInt16(multiIf(isNaN(%[1]s), %[2]d, %[1]s = inf, %[3]d, %[4]s))", x, len(bounds), len(bounds)-1, slot)
}

// clickhouseIntegerSlot is the same for integers.
func clickhouseIntegerSlot(arg func(any) string, x string, bounds []int64) string {
	if len(bounds) == 0 {
		return "toUInt16(" + x + " * 0)"
	}
	first, rest := bounds[0], bounds[1:]
	floats := make([]float64, len(rest))
	for i, b := range rest {
		floats[i] = float64(b)
	}
	if len(bounds) > fewBounds && math.Abs(floats[0]) < 0x1p62 && math.Abs(floats[len(floats)-1]) < 0x1p62 {
		if l := newLattice(floats); l != nil {
			list := append(slices.Clone(rest), math.MaxInt64, math.MaxInt64, math.MaxInt64)
			return fmt.Sprintf("toUInt16(if(%[1]s = %[2]d, %[3]d, (%[1]s >= %[4]s) + %[5]s))", x, math.MaxInt64, len(bounds),
				arg(first), l.write(arg, x, "toFloat64("+x+")", arg(list)))
		}
	}
	return "toUInt16(" + searched(arg, x, bounds) + ")"
}

// searched gives the number of bounds not above x.
func searched[T int64 | float64](arg func(any) string, x string, bounds []T) string {
	if len(bounds) <= fewBounds {
		parts := make([]string, len(bounds))
		for i, b := range bounds {
			parts[i] = fmt.Sprintf("(%s >= %s)", x, arg(b))
		}
		return strings.Join(parts, " + ")
	}
	places := make([]int64, len(bounds))
	for i := range places {
		places[i] = int64(i) + 1
	}
	list := arg(bounds)
	// The last part is 0, and missing for a missing value.
	return fmt.Sprintf("if(%[1]s < %[2]s, 0, transform(roundDown(%[1]s, %[3]s), %[3]s, %[4]s, 0)) + (%[1]s < %[1]s)", x, arg(bounds[0]), list, arg(places))
}

func clickhouseClass(typeName string) Class {
	base, rest, _ := strings.Cut(typeName, "(")
	inner := strings.TrimSuffix(rest, ")")
	switch base {
	case "Nullable", "LowCardinality":
		return clickhouseClass(inner)
	case "SimpleAggregateFunction":
		_, value, _ := strings.Cut(inner, ", ")
		return clickhouseClass(value)
	case "Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32":
		return Integer
	case "UInt64", "Int128", "Int256", "UInt128", "UInt256":
		return Wide
	case "Float32", "Float64", "BFloat16":
		return Float
	case "Decimal", "Decimal32", "Decimal64", "Decimal128", "Decimal256":
		return Decimal
	case "Bool":
		return Boolean
	case "String", "FixedString", "Enum8", "Enum16", "UUID", "IPv4", "IPv6":
		return Text
	case "DateTime", "DateTime32", "DateTime64":
		if strings.Contains(inner, "'") {
			return Instant
		}
		return Time
	case "Date", "Date32":
		return Date
	case "Array", "Map", "Tuple", "Nested", "JSON", "Object", "Variant", "Dynamic", "Point", "Ring", "Polygon", "MultiPolygon":
		return Nested
	}
	return Opaque
}
