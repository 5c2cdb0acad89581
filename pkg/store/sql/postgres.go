package sql

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Postgres is the dialect of PostgreSQL 14 and later. Its session time zone must be UTC and its dates ISO.
var Postgres = &Dialect{
	Name:           "postgres",
	Class:          postgresClass,
	Placeholder:    func(n int, _ any) string { return fmt.Sprintf("$%d", n) },
	CastInteger:    "CAST(%[1]s AS bigint)",
	CastFloat:      "CAST(%[1]s AS float8)",
	CastText:       "CAST(%[1]s AS text)",
	CastBoolean:    "CAST(%[1]s AS boolean)",
	BooleanInteger: "CAST(CAST(%[1]s AS integer) AS bigint)",
	FloatLiteral:   "CAST('%[1]s' AS float8)",
	TryFloat: "CASE WHEN length(%[1]s) < 256 AND %[1]s ~ '" + postgresDigits + "' THEN CAST(%[1]s AS float8) WHEN %[1]s ~ '" +
		postgresNumber + "' THEN CAST(%[1]s AS float8) END",
	TryInteger:      `CASE WHEN %[1]s ~ '^\s*[+-]?([0-9]{1,18}|[1-8][0-9]{18}|9[01][0-9]{17})\s*$' THEN CAST(%[1]s AS bigint) END`,
	TryRound:        "CASE WHEN abs(%[1]s) < 9.2e18 / %[2]s THEN CAST(round(%[1]s * %[2]s) AS bigint) END",
	IntegerQuotient: "(%[1]s / %[2]s)",
	Micros: map[Class]string{
		Time:    postgresMicros,
		Instant: postgresMicros,
		Date:    postgresMicros,
	},
	TimeLiteral: map[Class]func(int64) string{
		Time:    func(us int64) string { return "TIMESTAMP '" + isoTime(us) + "'" },
		Instant: func(us int64) string { return "TIMESTAMPTZ '" + isoTime(us) + "+00'" },
		Date:    func(us int64) string { return "DATE '" + isoTime(us + day - 1)[:len("2006-01-02")] + "'" }, // the first day that does not begin before
	},
	// Digits beyond microseconds are left out, not rounded.
	ParseTime: "CASE WHEN %[1]s ~ '" + postgresTime + "' THEN CAST(extract(epoch FROM CAST(regexp_replace(%[1]s, '([.]\\d{6})\\d+', '\\1') AS timestamptz)) * 1000000 AS bigint) END",

	FromMicros: "(TIMESTAMP 'epoch' + %[1]s * INTERVAL '1 microsecond')",
	LocalTime:  "timezone(CAST(%[2]s AS text), TIMESTAMPTZ 'epoch' + %[1]s * INTERVAL '1 microsecond')",
	UTCTime:    "CAST(extract(epoch FROM timezone(CAST(%[2]s AS text), TIMESTAMP 'epoch' + %[1]s * INTERVAL '1 microsecond')) * 1000000 AS bigint)",
	Contains:   "(strpos(%[1]s, %[2]s) > 0)",
	StartsWith: "starts_with(%[1]s, %[2]s)",
	NoNaN:      "nullif(%[1]s, 'NaN')",
	Matches:    "(%[1]s ~ %[2]s)",
	Functions: map[string]string{
		"abs":     "abs(%[1]s)",
		"log":     "CASE WHEN %[1]s > 0 THEN ln(%[1]s) END",
		"exp":     "CASE WHEN %[1]s > 709.782712893384 THEN CAST('Infinity' AS float8) WHEN %[1]s < -745 THEN 0 ELSE exp(%[1]s) END", // it overflows with an error
		"sqrt":    "CASE WHEN %[1]s >= 0 THEN sqrt(%[1]s) END",
		"floor":   "floor(%[1]s)",
		"length":  "CAST(length(%[1]s) AS float8)",
		"lower":   "lower(%[1]s)",
		"hour":    "date_part('hour', %[1]s)",
		"weekday": "date_part('isodow', %[1]s)",
	},
	Quotient:   "(%[1]s / nullif(%[2]s, 0))",
	Remainder:  "(%[1]s - %[2]s * floor(%[1]s / nullif(%[2]s, 0)))",
	Page:       "LIMIT %[1]d OFFSET %[2]d",
	NestedText: "CAST(to_json(%[1]s) AS text)",
	Path: func(arg func(any) string, x, typeName string, path []string) string {
		if typeName != "json" && typeName != "jsonb" {
			x = "to_jsonb(" + x + ")"
		}
		return "(" + x + " #>> CAST(" + arg(path) + " AS text[]))"
	},

	Grouped: &Grouped{
		FloatSlot:   postgresFloatSlot,
		IntegerSlot: postgresIntegerSlot,
		TimeSlot:    postgresTimeSlot,
		TextKey:     `(%[1]s COLLATE "C")`,
		Sets:        30, // GROUPING takes 31 at most
		Fence:       " OFFSET 0",
		Variance:    "var_pop(%[1]s)",
		Covariance:  "covar_pop(%[1]s, %[2]s)",
		Version:     "SELECT 'PostgreSQL ' || current_setting('server_version')",
		IsNaN:       "%[1]s = 'NaN'",
		IsInfinite:  "%[1]s IN ('Infinity', '-Infinity')",
	},
}

const (
	postgresMicros = "CASE WHEN isfinite(%[1]s) THEN CAST(extract(epoch FROM %[1]s) * 1000000 AS bigint) END"

	// postgresDigits are numbers as nearly all are written. Not longer than a float's range, their cast cannot fail. It is asked for first because the
	// whole pattern below takes four times as long, and one that counted the digits took a hundred times as long.
	postgresDigits = `^\s*[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)\s*$`

	// postgresNumber are the other texts whose cast to a float cannot fail: powers of ten that are neither too large nor too small, and what is no number.
	postgresNumber = `^\s*([+-]?([0-9]{1,8}[.]?[0-9]{0,20}|[.][0-9]{1,20})[eE][+-]?[0-2]?[0-9]{1,2}|[+-]?(inf|infinity|Inf|Infinity|INF)|nan|NaN|NAN)\s*$`

	// postgresTime are texts whose cast to a time cannot fail: the days of each month, leap years, hours, offsets.
	postgresTime = `^\s*(?!0000)([0-9]{4}-(0?[13578]|1[02])-(0?[1-9]|[12][0-9]|3[01])|[0-9]{4}-(0?[469]|11)-(0?[1-9]|[12][0-9]|30)|[0-9]{4}-0?2-(0?[1-9]|1[0-9]|2[0-8])` +
		`|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-0?2-29)` +
		`([ T]([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,30})?)?\s*([zZ]|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?)?)?\s*$`
)

// postgresFloatSlot searches for the slot, but for values among equally wide ones, where it is computed: that takes half the time.
func postgresFloatSlot(arg func(any) string, x string, bounds []float64) string {
	search := "width_bucket(" + x + ", CAST(" + arg(bounds) + " AS float8[]))"
	i, j, width := longestRun(bounds)
	const worthwhile = 16
	if j-i < worthwhile {
		return search
	}
	float := func(x float64) string { return "CAST('" + strconv.FormatFloat(x, 'e', -1, 64) + "' AS float8)" }
	return fmt.Sprintf("CASE WHEN %[1]s >= %[2]s AND %[1]s < %[3]s THEN CAST(floor(%[1]s * %[4]s) - %[5]s AS integer) ELSE %[6]s END",
		x, float(bounds[i]), float(bounds[j]), float(1/width), float(bounds[i]/width-float64(i+1)), search)
}

// postgresIntegerSlot compares as floats where that tells the same: rounding brings no integer past a bound that is a float. It is three times as fast.
func postgresIntegerSlot(arg func(any) string, x string, bounds []int64) string {
	floats := make([]float64, 0, len(bounds)+2)
	for i, b := range bounds {
		if (b < -1<<53 || b > 1<<53) && !(i == 0 && b == math.MinInt64) {
			return "width_bucket(" + x + ", CAST(" + arg(bounds) + " AS bigint[]))"
		}
		floats = append(floats, float64(b))
	}
	return postgresFloatSlot(arg, "CAST("+x+" AS float8)", append(floats, math.Inf(1), math.NaN()))
}

// longestRun finds the most bounds, from i to j, that are neighbouring multiples of one power of two, so that floor(x / width) tells slots apart exactly.
// Where a product with 1/width could underflow, which is an error to PostgreSQL, a run ends before the cells at 0.
func longestRun(bounds []float64) (i, j int, width float64) {
	for from := 1; from+1 < len(bounds); { // the first bound and the last two are no cells'
		w := bounds[from+1] - bounds[from]
		fraction, _ := math.Frexp(w)
		fits := func(at int) bool {
			q := bounds[at] / w
			return !math.IsInf(1/w, 0) && math.Abs(q) < 1<<52 && q == math.Floor(q) && bounds[at+1]-bounds[at] == w && (w <= 1 || bounds[at] > 0 || bounds[at+1] < 0)
		}
		to := from
		for fraction == 0.5 && to+1 < len(bounds) && fits(to) {
			to++
		}
		if to-from > j-i {
			i, j, width = from, to, w
		}
		from = max(to, from+1)
	}
	return i, j, width
}

// postgresTimeSlot compares with literals of the column's own type. Infinite times lie in no slot of a window.
func postgresTimeSlot(x string, class Class, bounds []int64) string {
	kind := "timestamp"
	switch class {
	case Instant:
		kind = "timestamptz"
	case Date:
		x = "CAST(" + x + " AS timestamp)"
	}
	list := make([]string, len(bounds)+2)
	list[0], list[len(list)-1] = "4713-01-01 BC", "infinity"
	for i, us := range bounds {
		list[i+1] = isoTime(us)
		if class == Instant {
			list[i+1] += "+00"
		}
	}
	return fmt.Sprintf("width_bucket(%s, CAST('{\"%s\"}' AS %s[])) - 1", x, strings.Join(list, `","`), kind)
}

func postgresClass(typeName string) Class {
	t := strings.ToLower(typeName)
	if strings.HasSuffix(t, "]") {
		return Nested
	}
	base, rest, _ := strings.Cut(t, "(")
	switch base {
	case "smallint", "integer", "bigint", "oid":
		return Integer
	case "real", "double precision":
		return Float
	case "numeric":
		return decimalClass(rest)
	case "boolean":
		return Boolean
	case "text", "character varying", "character", "\"char\"", "name", "uuid", "citext", "enum", "inet", "cidr":
		return Text
	case "timestamp without time zone":
		return Time
	case "timestamp with time zone":
		return Instant
	case "date":
		return Date
	case "json", "jsonb", "hstore", "record", "composite":
		return Nested
	case "timestamp", "time":
		switch {
		case base == "time":
			return Opaque
		case strings.HasSuffix(t, "with time zone"): // timestamp(3) with time zone
			return Instant
		}
		return Time
	}
	return Opaque
}
