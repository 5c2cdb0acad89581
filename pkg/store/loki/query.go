package loki

import (
	"fmt"
	"regexp"
	"strings"
)

// logQuery is a log query in parts: a selector of streams, stages that filter, parse and rename, and the conditions of a question.
type logQuery struct {
	selector   string // {…}
	stages     string // as the source has them; may be empty
	conditions []string
}

var unwraps = regexp.MustCompile(`\|\s*unwrap\b`)

// parseQuery reads a source. What is in it is Loki's to understand; here it is only made sure that it is one log query, to which stages can be added.
func parseQuery(text string) (logQuery, error) {
	wrong := func(why string) (logQuery, error) {
		return logQuery{}, fmt.Errorf(`%q is no log query (%s): write which streams, and how their lines are parsed, as in {service_name="digits"} |= "ml.prediction" | json`, text, why)
	}
	if text = strings.TrimSpace(text); !strings.HasPrefix(text, "{") {
		return wrong("it does not begin with {")
	}
	var outside strings.Builder // of strings
	end, depth := 0, 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '"', '`':
			close := i + 1
			for close < len(text) && text[close] != c {
				if c == '"' && text[close] == '\\' {
					close++
				}
				close++
			}
			if close >= len(text) {
				return wrong("a string in it has no end")
			}
			i = close
			outside.WriteByte('_')
			continue
		case '}':
			if end == 0 {
				end = i + 1
			}
		case '(':
			depth++
		case ')':
			if depth--; depth < 0 {
				return wrong("it has a ) without a (")
			}
		case '[':
			return wrong("it has a range, which Tideline adds itself")
		case '#':
			return wrong("it has a comment")
		}
		outside.WriteByte(text[i])
	}
	switch {
	case end == 0:
		return wrong("its selector has no }")
	case depth > 0:
		return wrong("it has a ( without a )")
	case unwraps.MatchString(outside.String()):
		return wrong("it unwraps a label, which Tideline does itself")
	}
	q := logQuery{selector: text[:end], stages: strings.TrimSpace(text[end:])}
	if q.stages != "" && !strings.HasPrefix(q.stages, "|") && !strings.HasPrefix(q.stages, "!") {
		return wrong("what comes after the selector is no stage, which begins with |")
	}
	return q, nil
}

// with adds conditions, each a stage.
func (q logQuery) with(conditions ...string) logQuery {
	q.conditions = append(q.conditions[:len(q.conditions):len(q.conditions)], conditions...)
	return q
}

// noErrors leaves out lines that could not be parsed: a metric query with one of them fails.
const noErrors = `| __error__=""`

// String is the query of lines that could be parsed and meet the conditions.
func (q logQuery) String() string { return q.after("") }

// after is String with a condition before all others; it may be empty.
func (q logQuery) after(first string) string {
	parts := []string{q.selector}
	for _, part := range append([]string{q.stages, noErrors, first}, q.conditions...) {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " ")
}

// raw is the source as it is, with lines that could not be parsed.
func (q logQuery) raw() string { return strings.TrimSpace(q.selector + " " + q.stages) }

// counted writes how many lines there are in a range, by labels.
func (q logQuery) counted(labels ...string) func(reach) string {
	return q.over("count_over_time", "sum", labels...)
}

// over writes what an aggregation of lines, or of a number in each, is in a range, put together by labels.
func (q logQuery) over(function, together string, labels ...string) func(reach) string {
	return func(r reach) string {
		return fmt.Sprintf("%s by (%s) (%s(%s %s))", together, strings.Join(labels, ", "), function, q.after(r.condition), r.within)
	}
}

// within writes an aggregation of a number in each line, by labels, of those that have a by of their own.
func (q logQuery) within(function string, labels []string) func(reach) string {
	return func(r reach) string {
		return fmt.Sprintf("%s(%s %s) by (%s)", function, q.after(r.condition), r.within, strings.Join(labels, ", "))
	}
}
