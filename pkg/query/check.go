package query

import (
	"fmt"
	"slices"

	"github.com/tideline-ml/tideline/pkg/model"
)

// Names that stand for the prediction and the target wherever a feature can be named.
const (
	Prediction = "prediction"
	Target     = "target"
)

// FindModel is the model that a query is about. A query without a model is about the only one there is.
func FindModel(name string, models []model.Model) (*model.Model, error) {
	names := make([]string, len(models))
	for i := range models {
		names[i] = models[i].Name
		if models[i].Name == name {
			return &models[i], nil
		}
	}
	switch {
	case len(models) == 0:
		return nil, &FieldError{Field: "model", Text: "this data source has no models yet: choose another data source, or have an administrator add them in its settings"}
	case name == "" && len(models) == 1:
		return &models[0], nil
	case name == "":
		return nil, &FieldError{Field: "model", Text: fmt.Sprintf("is missing; right would be one of %q", names)}
	case name == All:
		return nil, &FieldError{Field: "model", Text: fmt.Sprintf("only drift as time series or numbers can be of all models at once; choose one of %q", names)}
	}
	return nil, Unknown("model", name, names)
}

// Check reports every name in the query that the model does not declare. A query may name only what the model declares: features, the prediction, the
// target, and segments.
func (q *Query) Check(m *model.Model, methods []string) error {
	var wrong mistakes
	unknown := func(field, name string, right []string) {
		if !slices.Contains(right, name) {
			wrong.add(func() error { return Unknown(field, name, right) })
		}
	}
	monitored := Monitored(m)
	switch q.Type {
	case Values:
		if len(q.Features) != 1 {
			wrong.add(func() error {
				return &FieldError{Field: "features", Text: fmt.Sprintf("must name the one segment whose values are wanted; right would be one of %q", Segments(m))}
			})
		}
		for i, name := range q.Features {
			unknown(fmt.Sprintf("features[%d]", i), name, Segments(m))
		}
	default:
		for i, name := range q.Features {
			unknown(fmt.Sprintf("features[%d]", i), name, monitored)
		}
	}
	for i, name := range q.GroupBy {
		unknown(fmt.Sprintf("groupBy[%d]", i), name, m.Segments)
	}
	if len(methods) > 0 {
		unknown("method", q.Method, methods)
	}
	filterable := Filterable(m)
	for i, f := range q.Filters {
		unknown(fmt.Sprintf("filters[%d].column", i), f.Column, filterable)
	}
	for i, f := range q.Reference.Filters {
		unknown(fmt.Sprintf("reference.filters[%d].column", i), f.Column, filterable)
	}
	return wrong.joined()
}

// Monitored lists what a drift query can name: the features, and the prediction and the target where the model has them.
func Monitored(m *model.Model) []string {
	var names []string
	for _, f := range m.Features {
		names = append(names, f.Name)
	}
	if m.Prediction != nil && (m.Prediction.Label != "" || m.Prediction.Value != "") {
		names = append(names, Prediction)
	}
	if m.Target != nil && m.Target.Column != "" {
		names = append(names, Target)
	}
	return names
}

// Lacking is what a query asks for alone and the model may well be without: "prediction" or "target"; "" where it has what is asked for. Of a feature that
// does not exist a person is told; that there is no prediction to show is no mistake of theirs.
func (q *Query) Lacking(m *model.Model) string {
	if len(q.Features) != 1 || q.Features[0] != Prediction && q.Features[0] != Target || slices.Contains(Monitored(m), q.Features[0]) {
		return ""
	}
	return q.Features[0]
}

// Segments lists the columns whose values may be listed: the segments, and the prediction, whose values are the model's classes.
func Segments(m *model.Model) []string {
	names := slices.Clone(m.Segments)
	if m.Prediction != nil && m.Prediction.Label != "" {
		names = append(names, Prediction)
	}
	return names
}

// Filterable lists the columns that filters can name.
func Filterable(m *model.Model) []string {
	names := slices.Clone(m.Segments)
	for _, name := range Monitored(m) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
