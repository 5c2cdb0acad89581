package prometheus

import (
	"context"
	"fmt"
	"regexp"

	"github.com/tideline-ml/tideline/pkg/store"
)

// asked is what a question is about: which of a family's series, and the labels that they are grouped by.
type asked struct {
	*family
	chosen selector
	groups []string
}

func (s *Store) asked(ctx context.Context, rel store.Relation, groupBy []store.Column) (*asked, error) {
	f, err := s.family(ctx, rel.Source)
	if err != nil {
		return nil, err
	}
	a := &asked{family: f}
	if a.chosen, err = f.chosen(rel); err != nil {
		return nil, err
	}
	for _, g := range groupBy {
		label, err := f.label(g, "group")
		if err != nil {
			return nil, err
		}
		a.groups = append(a.groups, label)
	}
	return a, nil
}

// over writes the range of a window.
func over(milliseconds int64) string { return fmt.Sprintf("[%dms]", milliseconds) }

// increase writes how much a metric grew in a window, summed up by labels and the question's groups.
func (a *asked) increase(metric string, labels ...string) func(length int64) string {
	return func(length int64) string {
		return "sum " + by(append(labels[:len(labels):len(labels)], a.groups...)...) + " (increase(" + metric + over(length) + "))"
	}
}

// chosen is the family's series that a relation is about.
func (f *family) chosen(rel store.Relation) (selector, error) {
	if rel.Join != nil {
		return selector{}, unsupported("rows to join labels to by id", "let the service count the target as a feature of its own once it is known")
	}
	var conditions []matcher
	for _, filter := range rel.Filters {
		label, err := f.label(filter.Column, "filter")
		if err != nil {
			return selector{}, err
		}
		condition, err := conditionOf(label, filter)
		if err != nil {
			return selector{}, err
		}
		conditions = append(conditions, condition)
	}
	return f.with(conditions...), nil
}

// conditionOf writes a filter as a matcher. A label that is missing is an empty one to Prometheus; as in SQL, it is not unlike a value.
func conditionOf(label string, filter store.Filter) (matcher, error) {
	values := make([]string, len(filter.Values))
	for i, v := range filter.Values {
		values[i] = fmt.Sprint(v)
	}
	first := ""
	if len(values) > 0 {
		first = regexp.QuoteMeta(values[0])
	}
	switch filter.Operator {
	case "=", "in":
		return oneOf(label, values), nil
	case "!=", "not in":
		return matcher{label, "!~", alternatives(append([]string{""}, values...))}, nil
	case "is null":
		return matcher{label, "=", ""}, nil
	case "is not null":
		return matcher{label, "!=", ""}, nil
	case "contains":
		return matcher{label, "=~", ".*" + first + ".*"}, nil
	case "starts with":
		return matcher{label, "=~", first + ".*"}, nil
	}
	return matcher{}, unsupported(fmt.Sprintf("labels to compare by %q", filter.Operator), "name the values that are meant")
}
