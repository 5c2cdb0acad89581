package sql

import (
	"fmt"
	"math"
	"strconv"
)

// writer collects the parameters of one statement.
type writer struct {
	dialect *Dialect
	args    []any
}

// arg adds a parameter and gives its placeholder.
func (w *writer) arg(value any) string {
	w.args = append(w.args, value)
	return w.dialect.Placeholder(len(w.args), value)
}

// format fills a format of a dialect.
func format(f string, operands ...string) string {
	args := make([]any, len(operands))
	for i, operand := range operands {
		args[i] = operand
	}
	return fmt.Sprintf(f, args...)
}

// float writes a finite float so that an engine reads the same float.
func (w *writer) float(x float64) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return "NULL"
	}
	s := format(w.dialect.FloatLiteral, strconv.FormatFloat(x, 'e', -1, 64))
	if x < 0 {
		return "(" + s + ")"
	}
	return s
}
