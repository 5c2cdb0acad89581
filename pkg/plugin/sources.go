package plugin

import (
	"context"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/tideline-ml/tideline/pkg/analysis"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/prometheus"
)

// What the settings page asks of a source that is being set up: its files, its columns, a guess of their roles, and its first rows.

const (
	previewRows  = 20   // shown of a source
	sampleRows   = 5000 // read of it to guess roles: enough to tell an id from a category
	samplesShown = 3    // values listed beside a column
)

func (d *Datasource) firstRows(ctx context.Context, src model.Source, columns []store.Column) (*store.RowsResult, error) {
	return d.store.Rows(ctx, store.RowsRequest{Relation: store.Relation{Source: src}, Columns: columns, Limit: previewRows})
}

// schemaInfo is what a source holds.
type schemaInfo struct {
	Columns []columnInfo `json:"columns"`
	// Problems are what is wrong with how the source is written, although it can be read.
	Problems []string `json:"problems"`
	// Warnings are what was left out of it, and what may be no part of it.
	Warnings []analysis.Finding `json:"warnings"`
	// Notices are what else is worth knowing.
	Notices []string `json:"notices"`
}

// columnInfo is a column of a source with a few of its values, and which part it seems to play.
type columnInfo struct {
	Name    string   `json:"name"`
	Type    string   `json:"type"`
	Kind    string   `json:"kind"`
	Samples []string `json:"samples"`
	Role    string   `json:"role"` // guessed
	Why     string   `json:"why"`  // it was guessed
}

func describeSource(ctx context.Context, d *Datasource, t *trial) (any, error) {
	columns, err := d.store.Describe(ctx, t.Source)
	if err != nil {
		return nil, err
	}
	first, err := d.firstRows(ctx, t.Source, columns)
	if store.Unsupported(err) { // columns without rows have no samples
		first, err = &store.RowsResult{Values: make([][]any, len(columns))}, nil
	}
	if err != nil {
		return nil, err
	}
	nested := insideOf(t.Source, columns, first.Values, columns)
	observed, notices, err := d.observe(ctx, t.Source, columns, nested)
	if err != nil {
		return nil, err
	}
	info := schemaInfo{Columns: make([]columnInfo, len(columns)), Problems: []string{}, Warnings: []analysis.Finding{}, Notices: []string{}}
	for _, text := range notices {
		info.Warnings = append(info.Warnings, analysis.Finding{Step: analysis.StepLog, Text: text, Warning: true})
	}
	if len(nested) == mostInside {
		info.Notices = append(info.Notices, fmt.Sprintf("of what lies inside its columns, only the first %d values are listed: others can be named by their path", mostInside))
	}
	guess := d.guess(t.Source, columns, observed)
	if strange := d.strangers(ctx, t.Source, guess.Time); strange != nil {
		info.Warnings = append(info.Warnings, asFinding(strange))
	}
	if said := analysis.OneColumn(columns); said != "" {
		info.Problems = append(info.Problems, said)
	}
	if said := analysis.Sideways(columns, first.Values); said != "" {
		info.Problems = append(info.Problems, said)
	}
	for i, c := range columns {
		role, why := guess.Explain(observed[i])
		info.Columns[i] = columnInfo{Name: c.Name, Type: c.Type, Kind: observed[i].GuessKind(), Samples: samplesOf(first.Values[i]), Role: role, Why: why}
		if said := analysis.WithCommas(first.Values[i]); said != "" && c.Kind == model.Categorical {
			info.Problems = append(info.Problems, fmt.Sprintf("column %q: %s", c.Name, said))
		}
	}
	for i, in := range nested {
		o := observed[len(columns)+i]
		role, why := guess.Explain(o)
		if at := slices.IndexFunc(columns, func(c store.Column) bool { return c.Name == in.within.Name }); at >= 0 {
			info.Columns[at].Why = "what lies inside it is listed by itself"
		}
		info.Columns = append(info.Columns, columnInfo{Name: in.Path, Type: in.within.Type, Kind: o.GuessKind(), Samples: in.Samples[:min(len(in.Samples), samplesShown)], Role: role, Why: why})
	}
	return info, nil
}

// samplesOf are the first different values of a column, as text.
func samplesOf(values []any) []string {
	samples := []string{}
	for _, v := range values {
		if text := asText(v); text != nil && len(samples) < samplesShown && !slices.Contains(samples, *text) {
			samples = append(samples, *text)
		}
	}
	return samples
}

func guessModel(ctx context.Context, d *Datasource, t *trial) (any, error) {
	columns, err := d.store.Describe(ctx, t.Source)
	if err != nil {
		return nil, err
	}
	var nested []nestedValue
	if around := slices.DeleteFunc(slices.Clone(columns), func(c store.Column) bool { return !isNested(c) }); len(around) > 0 {
		first, err := d.firstRows(ctx, t.Source, around)
		if err != nil {
			return nil, err
		}
		nested = insideOf(t.Source, around, first.Values, columns)
	}
	observed, _, err := d.observe(ctx, t.Source, columns, nested)
	if err != nil {
		return nil, err
	}
	guess := d.guess(t.Source, columns, observed)
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	if fitting := model.FittingPresets(names); len(fitting) > 0 {
		guess.Complete(fitting[0].Model)
	}
	guess.Source, guess.Name = t.Source, nameOf(t.Source)
	return guess, nil
}

// guess proposes which column plays which role.
func (d *Datasource) guess(src model.Source, columns []store.Column, observed []model.Observed) model.Model {
	guess := model.Guess(observed)
	if src.Layout != "" {
		guess.OfTelemetry(observed)
	}
	if d.settings.Store.Engine == "prometheus" {
		var labels []string
		for _, c := range columns {
			if c.Type == prometheus.LabelType {
				labels = append(labels, c.Name)
			}
		}
		guess.OfMetrics(labels)
	}
	return guess
}

// observe samples a source to see what its columns, and what lies inside them, hold, and says what was left out of it.
func (d *Datasource) observe(ctx context.Context, src model.Source, columns []store.Column, nested []nestedValue) ([]model.Observed, []string, error) {
	asked := slices.Clone(columns)
	for _, in := range nested {
		asked = append(asked, in.column())
	}
	profile, err := d.store.Profile(ctx, store.Relation{Source: src}, asked, []store.Window{{}}, sampleRows)
	if err != nil {
		return nil, nil, err
	}
	observed := make([]model.Observed, len(asked))
	for i, c := range asked {
		observed[i] = model.Observed{Name: c.Name, Problem: c.Problem, Kind: c.Kind, Integer: c.Integer, Rows: float64(profile.Sampled)}
		if i >= len(columns) {
			nested[i-len(columns)].observe(&observed[i], src)
		}
		sample := profile.Columns[i].Counts
		if sample == nil {
			continue
		}
		observed[i].Distinct = float64(len(sample.W))
		length := 0.0
		for j, text := range sample.Strings {
			length += float64(len(text)) * sample.W[j]
		}
		if total := sample.Total(); total > 0 {
			observed[i].Length = length / total
		}
	}
	return observed, profile.Stats.Notices, nil
}

// ofModel is what metrics say of the model that they are of.
var ofModel = regexp.MustCompile(`\bmodel="([^"]+)"`)

// ofService is what a selector of log lines says of who wrote them: the value of its first label.
var ofService = regexp.MustCompile(`^\{\s*[a-zA-Z_][a-zA-Z0-9_]*\s*=~?\s*"([^"]+)"`)

// nameOf makes a model's name of where its log lies: digits/*.parquet, 1/*/artifacts/digits.json, public.digits, {service_name="digits"} | json and model_feature{model="digits"} are digits.
func nameOf(src model.Source) string {
	if src.Model != "" {
		return src.Model
	}
	if named := ofService.FindStringSubmatch(src.Table); named != nil {
		return named[1]
	}
	if metrics, labels, found := strings.Cut(src.Table, "{"); found {
		if named := ofModel.FindStringSubmatch(labels); named != nil {
			return named[1]
		}
		return metrics
	}
	if src.Table != "" {
		return src.Table[strings.LastIndex(src.Table, ".")+1:]
	}
	parts := strings.Split(src.File, "/")
	for _, part := range parts {
		if part != "" && !strings.ContainsAny(part, "*?[") && !ofPrograms.MatchString(part) && anID.FindString(part) != part {
			return strings.TrimSuffix(part, path.Ext(part))
		}
	}
	file := parts[len(parts)-1]
	if name := strings.Trim(strings.TrimSuffix(file, path.Ext(file)), "*?-_. "); name != "" && !strings.ContainsAny(name, "*?[") {
		return name
	}
	return "model"
}

// ofPrograms are folders that say nothing of a model: MLflow's experiments and Evidently's data sets.
var ofPrograms = regexp.MustCompile(`^(\d+|artifacts|datasets|mlruns)$`)

// preview is the first rows of a source, as text; null where there is no value.
type preview struct {
	Columns []string    `json:"columns"`
	Rows    [][]*string `json:"rows"`
}

func previewSource(ctx context.Context, d *Datasource, t *trial) (any, error) {
	columns, err := d.store.Describe(ctx, t.Source)
	if err != nil {
		return nil, err
	}
	found, err := d.firstRows(ctx, t.Source, columns)
	if err != nil {
		return nil, err
	}
	answer := preview{Columns: []string{}, Rows: [][]*string{}}
	for i, c := range found.Columns {
		answer.Columns = append(answer.Columns, c.Name)
		for j, v := range found.Values[i] {
			if i == 0 {
				answer.Rows = append(answer.Rows, make([]*string, len(found.Columns)))
			}
			answer.Rows[j][i] = asText(v)
		}
	}
	return answer, nil
}

func asText(v any) *string {
	if v == nil {
		return nil
	}
	text := fmt.Sprint(v)
	if at, ok := v.(time.Time); ok {
		text = at.UTC().Format(time.RFC3339Nano)
	}
	return &text
}
