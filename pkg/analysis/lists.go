package analysis

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/window"
)

// Value is a value of a segment: as it is stored, as it is shown, and how many rows have it.
type Value struct {
	Value, Text string
	Rows        float64
}

// Values is the answer to a values query: the values of a segment in the range, in order of their text.
type Values struct {
	Answer
	Column string
	Values []Value
}

// maxValues bounds a list that a person chooses from.
const maxValues = 10_000

// Values answers a values query. An empty range means all times.
func (a *Analysis) Values(ctx context.Context, request Request) (*Values, error) {
	r, err := a.start(request)
	if err != nil {
		return nil, err
	}
	described, log, err := r.asked(ctx, false)
	if err != nil {
		return nil, err
	}
	name := r.query.Features[0]
	column, labels, _ := r.lookup(name, described)
	column.Kind = model.Categorical
	whole := always
	if !r.request.Range.Empty() && r.model.Time != "" {
		whole = window.Window{Interval: r.request.Range, Steps: []window.Interval{r.request.Range}}
	}
	t, err := r.tally(ctx, log, []countable{{column: column, keying: &keying{maxDistinct: exactCategories}}}, nil, whole.Steps)
	if err != nil {
		return nil, err
	}
	found, err := t.of(0, whole, "")
	var many *store.TooManyError
	if errors.As(err, &many) {
		r.notice(Notice{Text: fmt.Sprintf("%q has more than %s: those that a sample of the rows has are listed.", name, Counted(float64(many.Limit), "value", "values"))})
		found, err = r.sampled(ctx, log, column, whole)
	}
	if err != nil {
		return nil, &StoreError{fmt.Sprintf("the values of %q could not be listed", name), err}
	}
	out := &Values{Column: name}
	if found != nil {
		for i := range found.W {
			value := found.Name(i)
			text := value
			if shown, ok := labels[value]; ok {
				text = shown
			}
			out.Values = append(out.Values, Value{value, text, found.W[i]})
		}
	}
	slices.SortStableFunc(out.Values, func(a, b Value) int { return natural(a.Text, b.Text) })
	if len(out.Values) > maxValues {
		r.notice(Notice{Text: fmt.Sprintf("%q has %d values; the first %d are listed.", name, len(out.Values), maxValues)})
		out.Values = out.Values[:maxValues]
	}
	out.Answer = r.answer()
	return out, nil
}

// sampled counts a column in a sample of the rows; nil without rows. Equal questions sample equal rows.
func (r *run) sampled(ctx context.Context, log *relation, column store.Column, w window.Window) (*counts.Counts, error) {
	profile, err := r.store.Profile(ctx, log.Relation, []store.Column{column}, storeWindows([]window.Interval{w.Interval}), sampleRows)
	if err != nil {
		return nil, err
	}
	r.spent(profile.Stats)
	return profile.Columns[0].Counts, profile.Columns[0].Err
}

// natural orders texts with numbers in them as a person would: "v2" before "v10".
func natural(a, b string) int {
	for a != "" && b != "" {
		x, y := digits(a), digits(b)
		if x > 0 && y > 0 {
			m, n := trimZeros(a[:x]), trimZeros(b[:y])
			if len(m) != len(n) {
				return len(m) - len(n)
			}
			if m != n {
				return compareText(m, n)
			}
			a, b = a[x:], b[y:]
			continue
		}
		if a[0] != b[0] {
			return int(a[0]) - int(b[0])
		}
		a, b = a[1:], b[1:]
	}
	return len(a) - len(b)
}

func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

func trimZeros(s string) string {
	for len(s) > 1 && s[0] == '0' {
		s = s[1:]
	}
	return s
}

func compareText(a, b string) int {
	if a < b {
		return -1
	}
	return 1
}

// Rows is the answer to a rows query: raw predictions, the newest first. Values[c][r] is string, float64, int64, bool, time.Time or nil.
type Rows struct {
	Answer
	Columns []store.Column
	Values  [][]any
}

// ForbiddenError says that the caller's role may not see what was asked for.
type ForbiddenError struct{ Text string }

func (e *ForbiddenError) Error() string { return e.Text }

// Rows answers a rows query: declared columns only, and only for the roles that the model names. Who has no role sees none, whatever the model says: it
// speaks of people of the organisation, and what a public dashboard or an alert tells goes further.
func (a *Analysis) Rows(ctx context.Context, request Request) (*Rows, error) {
	r, err := a.start(request)
	if err != nil {
		return nil, err
	}
	if roles := rowRoles(r.model); !slices.Contains(roles, request.Role) {
		text := fmt.Sprintf("raw predictions of model %q are only for the roles %v", r.model.Name, roles)
		if request.Role == "" {
			text += "; on a public dashboard and in an alert rule nobody is signed in"
		}
		return nil, &ForbiddenError{text}
	}
	described, log, err := r.asked(ctx, slices.Contains(r.query.Features, query.Target))
	if err != nil {
		return nil, err
	}
	var columns []store.Column
	add := func(name string) {
		if name != "" && !slices.ContainsFunc(columns, func(c store.Column) bool { return c.Name == name }) {
			c, _, _ := r.lookup(name, described)
			columns = append(columns, c)
		}
	}
	add(r.model.Time)
	add(r.model.ID)
	if len(r.query.Features) > 0 {
		for _, name := range r.query.Features {
			add(name)
		}
	} else {
		if p := r.model.Prediction; p != nil {
			add(query.Prediction)
			add(p.Score)
		}
		if t := r.model.Target; t != nil && t.Source == nil {
			add(query.Target)
		}
		for _, name := range r.model.Segments {
			add(name)
		}
		for _, f := range r.model.Features {
			add(f.Name)
		}
	}
	columns = slices.DeleteFunc(columns, func(c store.Column) bool {
		known := c.Expression != "" || log.Join != nil && c.Column == query.Target || holds(described, c.Column)
		if !known {
			r.notice(Notice{Text: fmt.Sprintf("Column %q is not in the log and was left out.", c.Name), Severe: true})
		}
		return !known
	})
	if columns, err = chosenColumns(columns, r.query.Columns); err != nil {
		return nil, err
	}
	w := store.Window{From: request.Range.From, To: request.Range.To}
	if r.model.Time == "" {
		w = store.Window{}
	}
	answer, err := a.store.Rows(ctx, store.RowsRequest{Relation: log.Relation, Columns: columns, Window: w, Limit: r.query.Limit, Offset: r.query.Offset})
	if err != nil {
		return nil, &StoreError{fmt.Sprintf("model %q: its rows could not be read", r.model.Name), err}
	}
	r.spent(answer.Stats)
	for c, column := range answer.Columns {
		if column.Name == query.Prediction || column.Name == query.Target {
			_, labels, _ := r.lookup(column.Name, described)
			label(answer.Values[c], labels)
		}
	}
	return &Rows{Answer: r.answer(), Columns: answer.Columns, Values: answer.Values}, nil
}

// chosenColumns are those that a query names, in its order; all where it names none.
func chosenColumns(all []store.Column, names []string) ([]store.Column, error) {
	if len(names) == 0 {
		return all, nil
	}
	var known []string
	for _, c := range all {
		known = append(known, c.Name)
	}
	chosen := make([]store.Column, len(names))
	for i, name := range names {
		at := slices.Index(known, name)
		if at < 0 {
			return nil, query.Unknown(fmt.Sprintf("columns[%d]", i), name, known)
		}
		chosen[i] = all[at]
	}
	return chosen, nil
}

// label puts names in the place of stored values.
func label(values []any, labels map[string]string) {
	for i, v := range values {
		if name, ok := labels[fmt.Sprint(v)]; ok && v != nil {
			values[i] = name
		}
	}
}

// rowRoles are the roles that may see a model's raw predictions.
func rowRoles(m *model.Model) []string {
	if m.Rows != nil && len(m.Rows.Roles) > 0 {
		return m.Rows.Roles
	}
	return []string{"Editor", "Admin"}
}

// Monitored is something that a model declares: a feature, a segment, its prediction or its target.
type Monitored struct {
	Model, Name, Role, Kind string
}

// Models lists what is monitored: of one model, or of all where the query names none.
func (a *Analysis) Models(ctx context.Context, request Request) ([]Monitored, error) {
	models := a.models
	if name := request.Query.Model; name != "" {
		m, err := query.FindModel(name, a.models)
		if err != nil {
			return nil, err
		}
		models = []model.Model{*m}
	}
	var all []Monitored
	for i := range models {
		m := &models[i]
		kinds := a.kinds(ctx, m)
		for _, f := range m.Features {
			all = append(all, Monitored{m.Name, f.Name, "feature", kinds[f.Name]})
		}
		if p := m.Prediction; p != nil && p.Label != "" {
			all = append(all, Monitored{m.Name, query.Prediction, "prediction", model.Categorical})
		} else if p != nil && p.Value != "" {
			all = append(all, Monitored{m.Name, query.Prediction, "prediction", model.Numeric})
		}
		if m.Target != nil && m.Target.Column != "" {
			all = append(all, Monitored{m.Name, query.Target, "target", ""})
		}
		for _, name := range m.Segments {
			all = append(all, Monitored{m.Name, name, "segment", model.Categorical})
		}
	}
	return all, nil
}

// kinds of a model's features: declared, or as the log's columns have them. A log that cannot be read leaves them open: the list of models must not
// fail because one of them does.
func (a *Analysis) kinds(ctx context.Context, m *model.Model) map[string]string {
	kinds := map[string]string{}
	var described []store.Column
	if r, err := a.start(Request{Query: &query.Query{Model: m.Name, Type: query.Models, Timezone: "model", Method: "auto"}}); err == nil {
		described, _ = r.describe(ctx, m.Source)
	}
	for _, f := range m.Features {
		kinds[f.Name] = f.Kind
		if f.Kind != "" {
			continue
		}
		if f.Expression != "" {
			kinds[f.Name] = model.Numeric
			continue
		}
		name := f.Column
		if name == "" {
			name = f.Name
		}
		for _, d := range described {
			if d.Name == name {
				kinds[f.Name] = d.Kind
			}
		}
	}
	return kinds
}
