package conformance

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/store"
)

// countLines shows an answer: [column |] [segment |] window | value:count …, without the column where there is one and the segment without grouping.
func countLines(columns []store.Column, result *store.CountsResult) []string {
	var lines []string
	for i, column := range result.ByColumn {
		if column.Err != nil {
			lines = append(lines, normalLine(errorLine(columns[i].Name, column.Err)))
			continue
		}
		for s, windows := range column.Counts {
			for w, c := range windows {
				if c == nil {
					continue
				}
				lines = append(lines, strings.Join(append(place(columns, i, result.Segments[s], result.SegmentNulls[s], w), shown(c)), " | "))
			}
		}
	}
	return lines
}

func place(columns []store.Column, i int, segment []string, nulls []bool, window int) []string {
	var parts []string
	if len(columns) > 1 {
		parts = append(parts, text(columns[i].Name))
	}
	if len(segment) > 0 {
		texts := make([]string, len(segment))
		for g := range segment {
			if texts[g] = text(segment[g]); nulls[g] {
				texts[g] = "null"
			}
		}
		parts = append(parts, strings.Join(texts, ","))
	}
	return append(parts, strconv.Itoa(window))
}

func shown(c *counts.Counts) string {
	var parts []string
	for i, w := range c.W {
		key := ""
		switch c.Kind {
		case counts.Int:
			key = strconv.FormatInt(c.Ints[i], 10)
		case counts.Float:
			key = strconv.FormatFloat(c.Floats[i], 'g', -1, 64)
		case counts.String:
			key = text(c.Strings[i])
		}
		parts = append(parts, fmt.Sprintf("%s:%v", key, w))
	}
	for _, other := range []struct {
		name string
		n    float64
	}{{"null", c.Null}, {"nan", c.NaN}, {"+inf", c.PosInf}, {"-inf", c.NegInf}} {
		if other.n > 0 {
			parts = append(parts, fmt.Sprintf("%s:%v", other.name, other.n))
		}
	}
	const most = 40
	if len(parts) > most {
		return fmt.Sprintf("%d entries of %v rows", len(parts), c.Rows)
	}
	return strings.Join(parts, " ")
}

// text quotes what could be mistaken for something else.
func text(s string) string {
	if s == "" || s == "null" || s == "nan" || strings.ContainsAny(s, " |:,\"\\\n\t\x00") {
		return strconv.Quote(s)
	}
	return s
}

func momentLines(columns []store.Column, result *store.MomentsResult) []string {
	var lines []string
	for i, segments := range result.ByColumn {
		if result.Errs[i] != nil {
			lines = append(lines, normalLine(errorLine(columns[i].Name, result.Errs[i])))
			continue
		}
		for s, windows := range segments {
			for w, m := range windows {
				if m == nil {
					continue
				}
				parts := place(columns, i, result.Segments[s], result.SegmentNulls[s], w)
				parts = append(parts, fmt.Sprintf("rows %v n %v null %v nan %v inf %v", m.Rows, m.N, m.Null, m.NaN, m.Inf))
				if m.N > 0 {
					parts = append(parts, fmt.Sprintf("mean %s m2 %s m3 %s min %s max %s", rounded(m.Mean), rounded(m.M2), third(m), rounded(m.Min), rounded(m.Max)))
				}
				if m.NewestMicros != 0 {
					parts = append(parts, moment(time.UnixMicro(m.NewestMicros).UTC()))
				}
				lines = append(lines, strings.Join(parts, " | "))
			}
		}
	}
	return lines
}

// third shows a third moment; what is left of one that cancels out is nothing.
func third(m *store.Moments) string {
	if math.Abs(m.M3) < 1e-9*math.Pow(m.M2, 1.5) {
		return "0"
	}
	return rounded(m.M3)
}

// rounded shows ten digits: more than any use of moments needs, fewer than summation in another order changes.
func rounded(x float64) string { return strconv.FormatFloat(x, 'g', 10, 64) }

func moment(t time.Time) string {
	if t.IsZero() {
		return "none"
	}
	return t.UTC().Format("2006-01-02T15:04:05.999999Z")
}

func rowLines(result *store.RowsResult) []string {
	if len(result.Values) == 0 {
		return nil
	}
	var lines []string
	for row := range result.Values[0] {
		var parts []string
		for column := range result.Values {
			switch value := result.Values[column][row].(type) {
			case nil:
				parts = append(parts, "null")
			case string:
				parts = append(parts, text(value))
			case time.Time:
				parts = append(parts, moment(value))
			case float64:
				parts = append(parts, strconv.FormatFloat(value, 'g', -1, 64))
			default:
				parts = append(parts, fmt.Sprint(value))
			}
		}
		lines = append(lines, strings.Join(parts, " | "))
	}
	return lines
}
