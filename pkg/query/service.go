package query

import (
	"fmt"
	"slices"

	"github.com/tideline-ml/tideline/pkg/model"
)

// Exceptions is the value of a service query that counts what was thrown.
const Exceptions = "exceptions"

// OfExceptions tells whether a service query is about exceptions rather than requests.
func (q *Query) OfExceptions() bool {
	return q.Value == Exceptions || slices.ContainsFunc(q.GroupBy, func(name string) bool { return name == model.ExceptionDimension || name == model.MessageDimension })
}

// ServiceModel is what a service query counts: the requests of a data source, or what was thrown. It checks the query's names against it.
func (q *Query) ServiceModel(s *model.Service) (*model.Model, error) {
	if s == nil {
		return nil, &FieldError{Field: "queryType", Text: "this data source names no spans of services: an administrator can add \"service\" to its settings (docs/data-source.md)"}
	}
	m := s.Spans()
	if q.OfExceptions() {
		if m = s.Thrown(); m == nil {
			return nil, &FieldError{Field: "value", Text: "the settings of this data source do not say where exceptions lie: an administrator can add service.exceptions (docs/data-source.md)"}
		}
		if q.Value != Exceptions && q.Format != Table {
			return nil, &FieldError{Field: "value", Text: fmt.Sprintf("by exception or message only exceptions are counted, not %s: write %q, or leave them out of groupBy", q.Value, Exceptions)}
		}
	}
	known := Dimensions(m)
	var wrong mistakes
	for i, name := range q.GroupBy {
		if !slices.Contains(known, name) {
			wrong.add(func() error { return Unknown(fmt.Sprintf("groupBy[%d]", i), name, known) })
		}
	}
	for i, f := range q.Filters {
		if !slices.Contains(known, f.Column) {
			wrong.add(func() error { return Unknown(fmt.Sprintf("filters[%d].column", i), f.Column, known) })
		}
	}
	return m, wrong.joined()
}

// Dimensions are what spans or exceptions can be told apart by, as far as the settings name it.
func Dimensions(m *model.Model) []string {
	var names []string
	for _, name := range []string{model.ServiceDimension, model.OperationDimension, model.ExceptionDimension, model.MessageDimension} {
		if m.Has(name) {
			names = append(names, name)
		}
	}
	return names
}
