package conformance

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// script is one file of testdata: tables, then questions with the answers that every engine must give.
//
//	load log                                    a table: its columns with types, then a row a line; "repeat n:" writes a row n times
//	    time timestamp | device text | x float
//	    2026-01-01 00:00:00 | a | 1.5
//	    repeat 3: 2026-01-01 00:00:{i} | b | {i}
//
//	count x                                     a question: its verb and columns (name, name:kind, name=(expression)), then options
//	    windows 2026-01-01 2026-01-02 2026-01-03    bounds of adjacent windows; "windows all" is one unbounded window
//	    by device
//	    where device = a
//	    partition day                           the column that holds the day of a row's time
//	expect                                      the answer: segment | window | value:count …
//	    a | 0 | 1.5:1
//	expect error …                              or a part of the error's text
//
// Values are bare, or in double quotes as in Go. A missing value is null. "except csv, json: reason" skips the question before it for some engines.
type script struct {
	name   string
	tables []Table
	asks   []ask
}

// Table is a table to load. Types are those of Types.
type Table struct {
	Name    string
	Columns []TableColumn
	Rows    [][]string // as written; see Null
}

// Inserts are the rows as what stands after VALUES, in statements of at most a thousand rows. cell writes one value of a type.
func (t Table) Inserts(cell func(typeName, text string) string) []string {
	var inserts []string
	for batch := range slices.Chunk(t.Rows, 1000) {
		rows := make([]string, len(batch))
		for i, row := range batch {
			cells := make([]string, len(row))
			for k, text := range row {
				cells[k] = cell(t.Columns[k].Type, text)
			}
			rows[i] = "(" + strings.Join(cells, ", ") + ")"
		}
		inserts = append(inserts, strings.Join(rows, ", "))
	}
	return inserts
}

// TableColumn is a column of a Table.
type TableColumn struct{ Name, Type string }

// Null is how a Table writes a missing value; texts that look like it are never produced by a script.
const Null = "\x00null"

// Types are the types of columns that a loader must know, with what they hold.
var Types = map[string]string{
	"int": "64-bit integers", "int32": "32-bit integers", "uint64": "unsigned 64-bit integers", "float": "64-bit floats, with nan, inf and -inf",
	"float32": "32-bit floats", "decimal": "decimals with 4 digits after the point", "bool": "true and false", "text": "texts",
	"timestamp": "dates and times without zone", "instant": "points in time, written in UTC", "date": "dates", "list": "lists of floats, written [1,2]",
}

// ask is one question and what is expected.
type ask struct {
	line    int
	verb    string
	columns []string
	options map[string]string
	except  []string
	err     string // expected error, "" none
	want    []string
}

func parse(name, source string) (*script, error) {
	s := &script{name: name}
	var block string // load, ask, expect
	for i, raw := range strings.Split(source, "\n") {
		line, text := i+1, strings.TrimSpace(raw)
		fail := func(format string, args ...any) error {
			return fmt.Errorf("%s:%d: %s", name, line, fmt.Sprintf(format, args...))
		}
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		if raw[0] != ' ' && raw[0] != '\t' {
			verb, rest, _ := strings.Cut(text, " ")
			switch verb {
			case "load":
				s.tables = append(s.tables, Table{Name: strings.TrimSpace(rest)})
				block = "load"
			case "count", "edges", "moments", "rows", "extent", "describe", "sample", "cuts":
				s.asks = append(s.asks, ask{line: line, verb: verb, columns: fields(rest), options: map[string]string{}})
				block = "ask"
			case "expect":
				if len(s.asks) == 0 {
					return nil, fail("expect without a question")
				}
				if e, ok := strings.CutPrefix(rest, "error "); ok {
					s.asks[len(s.asks)-1].err = e
				}
				block = "expect"
			case "except":
				engines, _, _ := strings.Cut(rest, ":")
				for _, engine := range strings.Split(engines, ",") {
					last := &s.asks[len(s.asks)-1]
					last.except = append(last.except, strings.TrimSpace(engine))
				}
			default:
				return nil, fail("unknown %q", verb)
			}
			continue
		}
		switch block {
		case "load":
			t := &s.tables[len(s.tables)-1]
			if t.Columns == nil {
				for _, column := range strings.Split(text, "|") {
					name, typeName, _ := cutLast(strings.TrimSpace(column))
					if Types[typeName] == "" {
						return nil, fail("column %q has no known type", column)
					}
					t.Columns = append(t.Columns, TableColumn{unquote(name), typeName})
				}
				continue
			}
			rows, err := rowsOf(text)
			if err != nil {
				return nil, fail("%v", err)
			}
			for _, row := range rows {
				if len(row) != len(t.Columns) {
					return nil, fail("%d values for %d columns", len(row), len(t.Columns))
				}
			}
			t.Rows = append(t.Rows, rows...)
		case "ask":
			option, value, _ := strings.Cut(text, " ")
			if have := s.asks[len(s.asks)-1].options[option]; have != "" {
				value = have + "\n" + value
			}
			s.asks[len(s.asks)-1].options[option] = strings.TrimSpace(value)
		case "expect":
			last := &s.asks[len(s.asks)-1]
			last.want = append(last.want, normalLine(text))
		default:
			return nil, fail("an indented line belongs to nothing")
		}
	}
	return s, nil
}

func cutLast(s string) (before, after string, ok bool) {
	i := strings.LastIndex(s, " ")
	if i < 0 {
		return "", s, false
	}
	return strings.TrimSpace(s[:i]), s[i+1:], true
}

// rowsOf reads a line of values, or "repeat n: line" with {i} and {i%m} standing for the number of the repetition.
func rowsOf(text string) ([][]string, error) {
	times, template := 1, text
	if rest, ok := strings.CutPrefix(text, "repeat "); ok {
		n, line, _ := strings.Cut(rest, ":")
		var err error
		if times, err = strconv.Atoi(strings.TrimSpace(n)); err != nil {
			return nil, err
		}
		template = line
	}
	var rows [][]string
	for i := range times {
		var row []string
		for _, cell := range split(template, '|') {
			row = append(row, value(fill(strings.TrimSpace(cell), i)))
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// fill replaces {i}, {i%m} and {time+i*step}.
func fill(cell string, i int) string {
	for {
		open := strings.Index(cell, "{")
		end := strings.Index(cell, "}")
		if open < 0 || end < open {
			return cell
		}
		expression := cell[open+1 : end]
		filled := ""
		switch {
		case expression == "i":
			filled = strconv.Itoa(i)
		case strings.HasPrefix(expression, "i%"):
			m, _ := strconv.Atoi(expression[2:])
			filled = strconv.Itoa(i % max(m, 1))
		case strings.HasPrefix(expression, "i/"):
			m, _ := strconv.Atoi(expression[2:])
			filled = strconv.Itoa(i / max(m, 1))
		default:
			start, step, _ := strings.Cut(expression, "+i*")
			t, err1 := time.Parse("2006-01-02 15:04:05", start)
			d, err2 := time.ParseDuration(step)
			if err1 != nil || err2 != nil {
				return cell
			}
			filled = t.Add(time.Duration(i) * d).Format("2006-01-02 15:04:05.999999")
		}
		cell = cell[:open] + filled + cell[end+1:]
	}
}

// value reads one value of a row.
func value(cell string) string {
	if cell == "null" {
		return Null
	}
	return unquote(cell)
}

func unquote(s string) string {
	if strings.HasPrefix(s, `"`) {
		if u, err := strconv.Unquote(s); err == nil {
			return u
		}
	}
	return s
}

// split cuts at a mark outside double quotes and parentheses.
func split(s string, mark byte) []string {
	var parts []string
	start, quoted, depth := 0, false, 0
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && quoted:
			i++
		case s[i] == '"':
			quoted = !quoted
		case s[i] == '(' && !quoted:
			depth++
		case s[i] == ')' && !quoted:
			depth--
		case s[i] == mark && !quoted && depth <= 0:
			parts = append(parts, s[start:i])
			start = i + 1
		}
	}
	return append(parts, s[start:])
}

// fields cuts at spaces outside double quotes and parentheses; quotes are kept.
func fields(s string) []string {
	var list []string
	for _, f := range split(s, ' ') {
		if f != "" {
			list = append(list, f)
		}
	}
	return list
}

// normalLine brings the spaces of an expected line to one form.
func normalLine(text string) string {
	parts := split(text, '|')
	for i, part := range parts {
		parts[i] = strings.Join(fields(part), " ")
	}
	return strings.TrimRight(strings.Join(parts, " | "), " ")
}
