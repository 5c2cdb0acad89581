package sql

import (
	"fmt"
	"regexp"
	"strings"
)

// ColumnError says what is wrong with one column. Where several columns are asked for, it concerns that one alone.
type ColumnError struct {
	Column string
	Reason string
}

func (e *ColumnError) Error() string { return fmt.Sprintf("column %q %s", e.Column, e.Reason) }

func columnError(column, format string, args ...any) error {
	return &ColumnError{column, fmt.Sprintf(format, args...)}
}

// readable is why a column cannot be read, nil where it can.
func (f Field) readable() error {
	if f.Problem == "" {
		return nil
	}
	return &ColumnError{f.Name, f.Problem}
}

// decimalComma is how a spreadsheet in much of Europe writes a number.
var decimalComma = regexp.MustCompile(`^\s*[+-]?\d+,\d+\s*$`)

// NoNumber says that a column of texts, which should be numbers, holds a text that is none.
func NoNumber(column, example string) error {
	remedy := "make it categorical, or correct the log"
	if decimalComma.MatchString(example) {
		remedy = "numbers are written with a decimal point"
	}
	return columnError(column, "is text and not every value is a number: it holds for example %q; %s", example, remedy)
}

// Missing says that a source has no such column, and what it has.
func Missing(name string, fields []Field) error {
	names := make([]string, 0, len(fields))
	for _, f := range fields {
		if strings.EqualFold(f.Name, name) || strings.EqualFold(strings.TrimSpace(f.Name), strings.TrimSpace(name)) {
			return columnError(name, "does not exist; did you mean %q?", f.Name)
		}
		names = append(names, f.Name)
	}
	const shown = 20
	more := ""
	if len(names) > shown {
		more = fmt.Sprintf(" and %d more", len(names)-shown)
		names = names[:shown]
	}
	return columnError(name, "does not exist; the source has %s%s", strings.Join(names, ", "), more)
}
