package sql

import (
	"fmt"
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

// missing says that a source has no such column, and what it has.
func missing(name string, fields []Field) error {
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
