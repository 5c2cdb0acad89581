package sql

import (
	"fmt"
	"strings"
	"time"
)

// DuckDB is the dialect of DuckDB 1.5. Its session time zone must be UTC.
var DuckDB = &Dialect{
	Name:            "duckdb",
	Class:           duckdbClass,
	Placeholder:     func(n int, _ any) string { return fmt.Sprintf("$%d", n) },
	CastInteger:     "CAST(%[1]s AS BIGINT)",
	CastFloat:       "CAST(%[1]s AS DOUBLE)",
	CastText:        "CAST(%[1]s AS VARCHAR)",
	CastBoolean:     "CAST(%[1]s AS BOOLEAN)",
	BooleanInteger:  "CAST(%[1]s AS BIGINT)",
	FloatLiteral:    "%[1]s",
	TryFloat:        "TRY_CAST(%[1]s AS DOUBLE)",
	TryInteger:      "TRY_CAST(%[1]s AS BIGINT)",
	TryRound:        "TRY_CAST(round(%[1]s * %[2]s) AS BIGINT)",
	IntegerQuotient: "(%[1]s // %[2]s)",
	Micros: map[Class]string{
		Time:    "epoch_us(TRY_CAST(%[1]s AS TIMESTAMP))", // missing for infinity and for years that microseconds cannot count
		Instant: "epoch_us(%[1]s)",
		Date:    "epoch_us(TRY_CAST(%[1]s AS TIMESTAMP))",
	},
	TimeLiteral: map[Class]func(int64) string{
		Time:    func(us int64) string { return "TIMESTAMP '" + isoTime(us) + "'" },
		Instant: func(us int64) string { return "TIMESTAMPTZ '" + isoTime(us) + "+00'" },
		Date:    func(us int64) string { return "DATE '" + isoTime(us + day - 1)[:len("2006-01-02")] + "'" }, // the first day that does not begin before
	},
	ParseTime:  "epoch_us(TRY_CAST(%[1]s AS TIMESTAMPTZ))",
	FromMicros: "make_timestamp(%[1]s)",
	LocalTime:  "timezone(%[2]s, make_timestamptz(%[1]s))",
	UTCTime:    "epoch_us(timezone(%[2]s, make_timestamp(%[1]s)))",
	Contains:   "contains(%[1]s, %[2]s)",
	StartsWith: "starts_with(%[1]s, %[2]s)",
	NoNaN:      "CASE WHEN isnan(%[1]s) THEN NULL ELSE %[1]s END",
	Matches:    "regexp_matches(%[1]s, %[2]s)",
	Functions: map[string]string{
		"abs":     "abs(%[1]s)",
		"log":     "CASE WHEN %[1]s > 0 THEN ln(%[1]s) END",
		"exp":     "exp(%[1]s)",
		"sqrt":    "CASE WHEN %[1]s >= 0 THEN sqrt(%[1]s) END",
		"floor":   "floor(%[1]s)",
		"length":  "CAST(length(%[1]s) AS DOUBLE)",
		"lower":   "lower(%[1]s)",
		"hour":    "CAST(hour(%[1]s) AS DOUBLE)",
		"weekday": "CAST(isodow(%[1]s) AS DOUBLE)",
	},
	Quotient:  "(%[1]s / nullif(%[2]s, 0))",
	Remainder: "fmod(%[1]s, nullif(%[2]s, 0))",

	Page:       "LIMIT %[1]d OFFSET %[2]d",
	NestedText: "CAST(to_json(%[1]s) AS VARCHAR)",
	Path:       duckdbPath,
}

// duckdbPath reads one key of a map, dots and all, or a path into a struct or JSON.
func duckdbPath(arg func(any) string, x, typeName string, path []string) string {
	switch {
	case strings.HasPrefix(typeName, "MAP(VARCHAR,"):
		return "CAST(" + x + "[" + arg(strings.Join(path, ".")) + "] AS VARCHAR)"
	case strings.HasPrefix(typeName, "MAP("): // as JSON, because a key that is no number would be an error of the whole scan
		path = []string{strings.Join(path, ".")}
	}
	pointer := ""
	for _, key := range path {
		pointer += "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(key)
	}
	return "json_extract_string(to_json(" + x + "), " + arg(pointer) + ")"
}

const day = 24 * 60 * 60 * 1_000_000 // µs

// isoTime writes microseconds since 1970 as SQL knows them.
func isoTime(us int64) string {
	return time.UnixMicro(us).UTC().Format("2006-01-02 15:04:05.000000")
}

func duckdbClass(typeName string) Class {
	t := strings.ToUpper(typeName)
	if strings.HasSuffix(t, "]") {
		return Nested
	}
	base, _, _ := strings.Cut(t, "(")
	switch base {
	case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER":
		return Integer
	case "UBIGINT", "HUGEINT", "UHUGEINT", "BIGNUM":
		return Wide
	case "FLOAT", "DOUBLE":
		return Float
	case "DECIMAL":
		return Decimal
	case "BOOLEAN":
		return Boolean
	case "VARCHAR", "ENUM", "UUID":
		return Text
	case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS":
		return Time
	case "TIMESTAMP WITH TIME ZONE":
		return Instant
	case "DATE":
		return Date
	case "STRUCT", "MAP", "UNION", "LIST", "ARRAY", "JSON", "VARIANT":
		return Nested
	}
	return Opaque
}
