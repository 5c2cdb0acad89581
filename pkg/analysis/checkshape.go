package analysis

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/store"
)

// What can be read, but not as it is meant: a file whose lines were not parted into columns, numbers that were read as texts. Neither is an error of the
// store, and both would make every verdict worthless.

// looked is how many rows are looked at: whoever writes decimal commas writes them from the first row on.
const looked = 200

// OneColumn says that a source whose rows are not parted was read as a single column; "" where it was not.
func OneColumn(described []store.Column) string {
	if len(described) != 1 || !strings.ContainsAny(described[0].Name, ",;\t|") {
		return ""
	}
	return fmt.Sprintf("the file was read as a single column named %q: its lines are not parted in one way. Write a CSV whose header and rows are parted by the same comma, semicolon or tab",
		described[0].Name)
}

// decimalComma is a number as half of the world writes it.
var decimalComma = regexp.MustCompile(`^[-+]?(\d{1,3}(\.\d{3})+|\d+),\d+$`)

// WithCommas says of a column of texts that all its values are numbers with a decimal comma; "" where they are not.
func WithCommas(values []any) string {
	seen := ""
	for _, v := range values {
		text := strings.TrimSpace(fmt.Sprint(v))
		if v == nil || text == "" {
			continue
		}
		if !decimalComma.MatchString(text) {
			return ""
		}
		seen = text
	}
	if seen == "" {
		return ""
	}
	point := strings.ReplaceAll(strings.ReplaceAll(seen, ".", ""), ",", ".")
	return fmt.Sprintf("values are numbers with a decimal comma (%q) and were read as texts; write them with a decimal point (%s)", seen, point)
}

// misread finds the columns of texts that are meant as numbers.
func (r *run) misread(ctx context.Context, described []store.Column, columns []column) ([]Finding, error) {
	if said := OneColumn(described); said != "" {
		return []Finding{{Step: StepLog, Text: said}}, nil
	}
	watched := map[string]string{} // column → the kind that it is watched as
	for _, c := range columns {
		if c.current.Expression == "" {
			watched[c.current.Column] = c.kind
		}
	}
	var texts []store.Column
	for _, c := range described {
		if _, ok := watched[c.Name]; ok && c.Kind == model.Categorical {
			texts = append(texts, store.Column{Name: c.Name, Column: c.Name, Kind: c.Kind})
		}
	}
	if len(texts) == 0 {
		return nil, nil
	}
	rows, err := r.store.Rows(ctx, store.RowsRequest{Relation: store.Relation{Source: r.model.Source}, Columns: texts, Limit: looked})
	if store.Unsupported(err) { // there are no rows to look at
		return nil, nil
	}
	if err != nil {
		return nil, &StoreError{fmt.Sprintf("model %q: its rows could not be read", r.model.Name), err}
	}
	var commas []string
	var example string
	var found []Finding
	for i, c := range texts {
		if said := WithCommas(rows.Values[i]); said != "" {
			commas, example = append(commas, fmt.Sprintf("%q", c.Name)), said
		} else if word, ok := aWord(rows.Values[i]); ok && watched[c.Name] == model.Numeric {
			found = append(found, Finding{Step: StepColumns, Text: fmt.Sprintf("column %q is watched as numbers, but not every value is one: it holds for example %q. Make its kind categorical, or mend the log", c.Name, word)})
		}
	}
	switch len(commas) {
	case 0:
		return found, nil
	case 1:
		return append(found, Finding{Step: StepLog, Text: "column " + commas[0] + ": " + example}), nil
	}
	return append(found, Finding{Step: StepLog, Text: "columns " + strings.Join(commas, ", ") + ": " + example}), nil
}

// astray finds the paths into JSON, maps or structs that lead nowhere: nothing forbids a mistyped one, and all that it finds is missing.
func (r *run) astray(ctx context.Context, described []store.Column, columns []column) ([]Finding, error) {
	var paths, around []store.Column
	var of []string // what the path is the model's
	add := func(what, name string) {
		if !slices.ContainsFunc(described, func(d store.Column) bool { return d.Name == name }) && isPath(name, described) {
			paths, of = append(paths, store.Column{Name: name, Column: name}), append(of, what)
		}
	}
	add("time", r.model.Time)
	add("id", r.model.ID)
	for _, c := range columns {
		if c.current.Expression == "" && !c.joined {
			add(called(c.name), c.current.Column)
		}
	}
	if p := r.model.Prediction; p != nil {
		add("prediction.score", p.Score)
		for _, class := range slices.Sorted(maps.Keys(p.Probabilities)) {
			add(fmt.Sprintf("prediction.probabilities, class %q", class), p.Probabilities[class])
		}
	}
	if len(paths) == 0 {
		return nil, nil
	}
	for _, d := range described {
		if d.Kind == "" && d.Problem == "" && slices.ContainsFunc(paths, func(p store.Column) bool { return strings.HasPrefix(p.Name, d.Name+".") }) {
			around = append(around, store.Column{Name: d.Name, Column: d.Name, Type: d.Type})
		}
	}
	rows, err := r.store.Rows(ctx, store.RowsRequest{Relation: store.Relation{Source: r.model.Source}, Columns: append(paths, around...), Limit: looked})
	if err != nil {
		return nil, &StoreError{fmt.Sprintf("model %q: its rows could not be read", r.model.Name), err}
	}
	var known []string
	for i, d := range around {
		for _, in := range model.FindInside(d.Name, d.Type, rows.Values[len(paths)+i]) {
			known = append(known, in.Path)
		}
	}
	var found []Finding
	for i, p := range paths {
		if values := rows.Values[i]; len(values) > 0 && !slices.ContainsFunc(values, func(v any) bool { return v != nil && v != "" }) {
			found = append(found, Finding{Step: StepColumns, Warning: true, Text: fmt.Sprintf("%s: none of %s looked at has a value at its path. %s", of[i], Counted(float64(len(values)), "row", "rows"), query.Unknown("column", p.Name, known).Text)})
		}
	}
	return found, nil
}

// called is a feature as a finding names it; the prediction and the target are called as themselves.
func called(name string) string {
	if name == query.Prediction || name == query.Target {
		return name
	}
	return fmt.Sprintf("feature %q", name)
}

// aWord is a value that is no number.
func aWord(values []any) (string, bool) {
	for _, v := range values {
		text := strings.TrimSpace(fmt.Sprint(v))
		if v == nil || slices.Contains(store.MissingWords, strings.ToLower(text)) {
			continue
		}
		if _, err := strconv.ParseFloat(text, 64); err != nil {
			return text, true
		}
	}
	return "", false
}
