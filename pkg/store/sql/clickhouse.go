package sql

import (
	"fmt"
	"strings"
	"time"
)

// ClickHouse is the dialect of ClickHouse: of 26.9, which it is tested on, and by its documentation of releases since 23. Its times are points in time: a column whose type names no zone is read as UTC, and as at home in
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
	Page:       "LIMIT %[1]d OFFSET %[2]d",
	NestedText: "toJSONString(%[1]s)",
	Path:       clickhousePath,
	MayMiss:    "toNullable(%[1]s)",
	// Of two distributed tables, each shard would be asked for all later rows by each shard, which servers deny (distributed_product_mode): they are gathered once.
	Join: "GLOBAL LEFT JOIN",

	Grouped: &Grouped{
		FloatSlot:   clickhouseFloatSlot,
		StairsSlot:  clickhouseStairs,
		IntegerSlot: clickhouseIntegerSlot,
		TimeSlot:    clickhouseTimeSlot,
		CountSlots: func(slot string, missing int) string {
			return fmt.Sprintf("countResample(0, %d, 1)(ifNull(%s, %d))", missing+1, slot, missing)
		},
		Arrays:      20,
		Sets:        5, // more of them would hold the names of more columns at once, and save little
		SetDefaults: true,
		TextKey:     "%[1]s",
		Version:     "SELECT concat('ClickHouse ', version())",
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

// clickhousePath reads one key of a map, dots and all, or a path into JSON or a tuple, of which nothing else is read from the disk.
func clickhousePath(arg func(any) string, x, typeName string, path []string) string {
	if strings.HasPrefix(typeName, "Map(") {
		key := arg(strings.Join(path, "."))
		return fmt.Sprintf("CASE WHEN mapContains(%[1]s, %[2]s) THEN toString(%[1]s[%[2]s]) END", x, key)
	}
	for _, key := range path {
		x += "." + Quote(strings.ReplaceAll(key, `\`, `\\`))
	}
	return "CAST(" + x + " AS Nullable(String))"
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
	}
	return fmt.Sprintf("{p%d:String}", n)
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
