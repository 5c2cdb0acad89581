package sql

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Trino is the dialect of Trino, tested on 476. Its session time zone must be UTC.
//
// Trino has no values apart from a statement's text: its own drivers write them into EXECUTE … USING, as literals. So they are literals here, at their place,
// and each is of one of four forms that trinoLiteral writes: digits, TRUE or FALSE, a text in single quotes with those inside it doubled, or a list of numbers.
// A single quote is all that can end a text of Trino's; a backslash is a letter like others.
var Trino = &Dialect{
	Name:            "trino",
	Class:           trinoClass,
	Placeholder:     func(_ int, value any) string { return trinoLiteral(value) },
	CastInteger:     "CAST(%[1]s AS bigint)",
	CastFloat:       "CAST(%[1]s AS double)",
	CastText:        "CAST(%[1]s AS varchar)",
	CastBoolean:     "CAST(%[1]s AS boolean)",
	BooleanInteger:  "CAST(%[1]s AS bigint)",
	FloatLiteral:    "%[1]s",
	TryFloat:        trinoNumber,
	TryInteger:      "try_cast(trim(%[1]s) AS bigint)",
	TryRound:        "CASE WHEN abs(%[1]s * %[2]s) < 9.2e18 THEN CAST(round(%[1]s * %[2]s) AS bigint) END",
	IntegerQuotient: "(%[1]s / %[2]s)",
	Micros:          trinoMicros,
	TimeLiteral:     trinoTimeLiteral,
	ParseTime:       trinoTime,
	FromMicros:      "CAST(at_timezone(from_unixtime(floor(%[1]s / 1e6)), 'UTC') AS timestamp(3))", // to the second: hours and weekdays are read of it
	LocalTime:       "CAST(at_timezone(from_unixtime(floor(%[1]s / 1e6)), %[2]s) AS timestamp(3))",
	// What a zone is ahead at that second is taken off.
	UTCTime: "(%[1]s + (CAST(to_unixtime(with_timezone(CAST(at_timezone(from_unixtime(floor(%[1]s / 1e6)), 'UTC') AS timestamp(3)), %[2]s)) AS bigint)" +
		" - CAST(floor(%[1]s / 1e6) AS bigint)) * 1000000)",
	Contains:   "(strpos(%[1]s, %[2]s) > 0)",
	StartsWith: "starts_with(%[1]s, %[2]s)",
	NoNaN:      "CASE WHEN NOT is_nan(CAST(%[1]s AS double)) THEN %[1]s END",
	Matches:    "regexp_like(%[1]s, %[2]s)",
	Functions: map[string]string{
		"abs":     "abs(%[1]s)",
		"log":     "CASE WHEN %[1]s > 0 THEN ln(%[1]s) END",
		"exp":     "exp(%[1]s)",
		"sqrt":    "CASE WHEN %[1]s >= 0 THEN sqrt(%[1]s) END",
		"floor":   "floor(%[1]s)",
		"length":  "CAST(length(%[1]s) AS double)",
		"lower":   "lower(%[1]s)",
		"hour":    "CAST(hour(CAST(%[1]s AS timestamp(12))) AS double)",
		"weekday": "CAST(day_of_week(CAST(%[1]s AS timestamp(12))) AS double)",
	},
	Quotient:   "(%[1]s / nullif(%[2]s, 0))",
	Remainder:  "(%[1]s - %[2]s * floor(%[1]s / nullif(%[2]s, 0)))",
	Page:       "OFFSET %[2]d LIMIT %[1]d",
	NestedText: "json_format(CAST(%[1]s AS json))",
	Path:       trinoPath,

	Grouped: &Grouped{
		FloatSlot:   trinoFloatSlot,
		IntegerSlot: trinoIntegerSlot,
		TimeSlot:    trinoTimeSlot,
		CountSlots: func(slot string, missing int) string {
			return fmt.Sprintf("histogram(coalesce(%s, %d))", slot, missing)
		},
		Arrays:     10,
		MostText:   700_000, // of a million letters that a statement may have
		TextKey:    "%[1]s",
		Sets:       10, // every row is kept once for each
		Variance:   "var_pop(%[1]s)",
		Covariance: "covar_pop(%[1]s, %[2]s)",
		Version:    "SELECT 'Trino ' || version()",
		IsNaN:      "is_nan(%[1]s)",
		IsInfinite: "is_infinite(%[1]s)",
	},
}

const (
	// trinoWallMicros reads a time to the microsecond, rounded down. A float of seconds since 1970 does not tell microseconds apart in all years; one of a day's
	// seconds tells nanoseconds apart.
	trinoWallMicros = "(" + trinoDays + " * 86400000000 + CAST(floor(to_unixtime(date_add('day', -" + trinoDays + ", %[1]s)) * 1e6 + 1e-4) AS bigint))"
	trinoDays       = "date_diff('day', TIMESTAMP '1970-01-01 00:00:00', date_trunc('day', %[1]s))"

	// trinoNumber reads numbers as people write them, and not as Java does, to which 1d and 0x1p3 are some.
	trinoNumber = `CASE WHEN regexp_like(%[1]s, '^\s*[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?\s*$') THEN try_cast(trim(%[1]s) AS double)` +
		` WHEN regexp_like(%[1]s, '^\s*[+]?(?i:inf|infinity)\s*$') THEN infinity() WHEN regexp_like(%[1]s, '^\s*-(?i:inf|infinity)\s*$') THEN -infinity()` +
		` WHEN regexp_like(%[1]s, '^\s*(?i:nan)\s*$') THEN nan() END`

	// trinoTime brings a text into the form that a cast reads: a space before the clock, at most six digits after the second, Z in upper case, an offset with
	// minutes. The text has microseconds, and a float of seconds tells those apart until the year 2106.
	trinoTime = `CASE WHEN regexp_like(%[1]s, '^\s*[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?\s*([zZ]|[+-][0-9]{2}(:?[0-9]{2})?)?)?\s*$') THEN ` +
		`CAST(round(to_unixtime(CAST(at_timezone(try_cast(regexp_replace(regexp_replace(regexp_replace(upper(trim(%[1]s)), '^([0-9-]+)T', '$1 '), ` +
		`'([.][0-9]{6})[0-9]+', '$1'), '(:[0-9]{2}([.][0-9]+)?\s*[+-][0-9]{2})$', '$1:00') AS timestamp(6) with time zone), 'UTC') AS timestamp(6))) * 1e6) AS bigint) END`
)

var trinoMicros = map[Class]string{
	Time:    trinoWallMicros,
	Instant: strings.ReplaceAll(trinoWallMicros, "%[1]s", "CAST(at_timezone(%[1]s, 'UTC') AS timestamp(12))"),
	Date:    "(date_diff('day', DATE '1970-01-01', %[1]s) * 86400000000)",
}

var trinoTimeLiteral = map[Class]func(int64) string{
	Time:    func(us int64) string { return "TIMESTAMP '" + isoTime(us) + "'" },
	Instant: func(us int64) string { return "TIMESTAMP '" + isoTime(us) + " UTC'" },
	Date:    func(us int64) string { return "DATE '" + isoTime(us + day - 1)[:len("2006-01-02")] + "'" }, // the first day that does not begin before
}

// trinoLiteral writes a value into a statement.
func trinoLiteral(value any) string {
	switch value := value.(type) {
	case int64:
		return "BIGINT '" + strconv.FormatInt(value, 10) + "'"
	case float64:
		return trinoFloat(value)
	case bool:
		return strings.ToUpper(strconv.FormatBool(value))
	case []int64:
		return trinoArray(value, "bigint", func(x int64) string { return strconv.FormatInt(x, 10) })
	case []float64:
		return trinoArray(value, "double", func(x float64) string {
			return strings.NewReplacer("+Inf", "Infinity", "-Inf", "-Infinity").Replace(strconv.FormatFloat(x, 'g', -1, 64))
		})
	}
	return trinoText(fmt.Sprint(value))
}

// trinoText ends at the first single quote that is not doubled, and nowhere else.
func trinoText(text string) string {
	return "'" + strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "'", "''") + "'"
}

func trinoFloat(x float64) string {
	switch {
	case math.IsNaN(x):
		return "nan()"
	case math.IsInf(x, 1):
		return "infinity()"
	case math.IsInf(x, -1):
		return "(-infinity())"
	}
	return "DOUBLE '" + strconv.FormatFloat(x, 'e', -1, 64) + "'"
}

// trinoArray is one constant: the planner splits and casts it once, and a list of many expressions would take it long.
func trinoArray[T any](values []T, kind string, write func(T) string) string {
	if len(values) == 0 {
		return "CAST(ARRAY[] AS array(" + kind + "))"
	}
	texts := make([]string, len(values))
	for i, value := range values {
		texts[i] = write(value)
	}
	return "CAST(split('" + strings.Join(texts, ",") + "', ',') AS array(" + kind + "))"
}

// trinoFloatSlot computes the slot of values among equally wide ones, and searches for that of others: width_bucket knows finite numbers alone.
func trinoFloatSlot(arg func(any) string, x string, bounds []float64) string {
	last := len(bounds) // NaN's; that of infinity comes before
	special := fmt.Sprintf("WHEN is_nan(%[1]s) THEN %[2]d WHEN %[1]s = infinity() THEN %[3]d", x, last, last-1)
	finite := bounds[:last-2]
	i, j, width := longestRun(bounds)
	const worthwhile = 16
	if j-i < worthwhile {
		return fmt.Sprintf("CASE %s ELSE width_bucket(%s, %s) END", special, x, arg(finite))
	}
	// Bounds inside the run are left out of what is searched.
	outside := slices.Concat(finite[:i+1], finite[j:])
	return fmt.Sprintf("CASE WHEN %[1]s >= %[2]s AND %[1]s < %[3]s THEN CAST(floor(%[1]s * %[4]s) AS bigint) - %[5]s %[6]s ELSE width_bucket(%[1]s, %[7]s) + CASE WHEN %[1]s >= %[3]s THEN %[8]d ELSE 0 END END",
		x, arg(bounds[i]), arg(bounds[j]), arg(1/width), arg(int64(bounds[i]/width)-int64(i+1)), special, arg(outside), j-i-1)
}

// trinoIntegerSlot compares as floats where that tells the same. Beyond 53 bits several bounds may be one float: those of them that are above x are taken off.
func trinoIntegerSlot(arg func(any) string, x string, bounds []int64) string {
	floats := make([]float64, len(bounds))
	same, most := 1, 1
	exact := true
	for i, b := range bounds {
		floats[i] = float64(b)
		if i > 0 && floats[i] == floats[i-1] {
			same++
		} else {
			same = 1
		}
		most = max(most, same)
		exact = exact && (b >= -1<<53 && b <= 1<<53 || i == 0 && b == math.MinInt64)
	}
	double := "CAST(" + x + " AS double)"
	if exact {
		return trinoFloatSlot(arg, double, append(floats, math.Inf(1), math.NaN()))
	}
	// The largest integers are 2⁶³ as a float.
	return fmt.Sprintf("(%[1]s - cardinality(filter(slice(%[2]s, greatest(%[1]s - %[3]d, 1), least(%[1]s, %[4]d)), b -> b > %[5]s)))",
		"width_bucket("+double+", "+arg(floats)+")", arg(bounds), most-1, most, x)
}

// fewTimes are found by comparing with constants of the column's own type, in halves; more of them would make more code than a virtual machine compiles.
const fewTimes = 64

// trinoTimeSlot finds the slot of a time.
func trinoTimeSlot(x string, class Class, bounds []int64) string {
	if len(bounds) > fewTimes {
		return trinoIntegerSlot(trinoLiteral, format(trinoMicros[class], x), bounds)
	}
	literal := trinoTimeLiteral[class]
	var halves func(from, to int) string
	halves = func(from, to int) string {
		if from == to {
			return strconv.Itoa(from)
		}
		middle := (from + to) / 2
		return fmt.Sprintf("CASE WHEN %s >= %s THEN %s ELSE %s END", x, literal(bounds[middle]), halves(middle+1, to), halves(from, middle))
	}
	return fmt.Sprintf("CASE WHEN %s IS NOT NULL THEN %s END", x, halves(0, len(bounds)))
}

// trinoPath reads a part of a row, a key of a map, dots and all, or a path into JSON, as far as the type of what was read has such.
func trinoPath(arg func(any) string, x, typeName string, path []string) string {
	for i, key := range path {
		switch {
		case strings.HasPrefix(typeName, "row("):
			if typeName = rowPart(typeName, key); typeName == "" {
				return "CAST(NULL AS varchar)"
			}
			x += "." + Quote(key)
		case strings.HasPrefix(typeName, "map(varchar"):
			return "json_extract_scalar(CAST(element_at(" + x + ", " + arg(strings.Join(path[i:], ".")) + ") AS json), '$')"
		case typeName == "json":
			steps := "$"
			for _, key := range path[i:] {
				steps += `["` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(key) + `"]`
			}
			return "json_extract_scalar(" + x + ", " + arg(steps) + ")"
		default:
			return "CAST(NULL AS varchar)"
		}
	}
	return "CAST(" + x + " AS varchar)"
}

// rowPart is the type of a part of row(name type, …), empty where it has none of the name. Trino's names are the same in either case.
func rowPart(typeName, name string) string {
	inner := strings.TrimSuffix(strings.TrimPrefix(typeName, "row("), ")")
	depth, start, quoted := 0, 0, false
	for at := 0; at <= len(inner); at++ {
		switch {
		case at < len(inner) && inner[at] == '"':
			quoted = !quoted
		case at < len(inner) && quoted:
		case at < len(inner) && inner[at] == '(':
			depth++
		case at < len(inner) && inner[at] == ')':
			depth--
		case at == len(inner) || inner[at] == ',' && depth == 0:
			part := strings.TrimSpace(inner[start:at])
			start = at + 1
			for _, written := range []string{Quote(name), name} {
				if n := len(written); len(part) > n && part[n] == ' ' && strings.EqualFold(part[:n], written) {
					return part[n+1:]
				}
			}
		}
	}
	return ""
}

func trinoClass(typeName string) Class {
	base, rest, _ := strings.Cut(typeName, "(")
	switch base {
	case "tinyint", "smallint", "integer", "bigint":
		return Integer
	case "decimal":
		return decimalClass(rest)
	case "real", "double":
		return Float
	case "boolean":
		return Boolean
	case "varchar", "char", "uuid", "ipaddress":
		return Text
	case "date":
		return Date
	case "timestamp", "timestamp with time zone":
		if strings.HasSuffix(typeName, "with time zone") {
			return Instant
		}
		return Time
	case "array", "map", "row", "json":
		return Nested
	}
	return Opaque
}
