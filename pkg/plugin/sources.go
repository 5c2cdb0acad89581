package plugin

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
)

// What the settings page asks of a source that is being set up: its files, its columns, a guess of their roles, and its first rows.

const (
	previewRows  = 20   // shown of a source
	sampleRows   = 5000 // read of it to guess roles: enough to tell an id from a category
	samplesShown = 3    // values listed beside a column
)

func (d *Datasource) listFiles(*http.Request) (any, error) {
	files, err := listFiles(d.root)
	if err != nil {
		return nil, fmt.Errorf("the folder %s cannot be read: %w", d.root, err)
	}
	return files, nil
}

// sourceOf reads the source that a call is about.
func sourceOf(r *http.Request) (model.Source, error) {
	var body struct {
		Source model.Source `json:"source"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(nil, r.Body, 1<<20)).Decode(&body); err != nil {
		return body.Source, &httpError{http.StatusBadRequest, "the call needs a body such as {\"source\": {\"file\": \"digits/*.parquet\"}}: " + err.Error()}
	}
	return body.Source, nil
}

// described is the source that a call is about, with its columns.
func (d *Datasource) described(r *http.Request) (model.Source, []store.Column, error) {
	src, err := sourceOf(r)
	if err != nil {
		return src, nil, err
	}
	columns, err := d.store.Describe(r.Context(), src)
	return src, columns, err
}

func (d *Datasource) firstRows(r *http.Request, src model.Source, columns []store.Column) (*store.RowsResult, error) {
	return d.store.Rows(r.Context(), store.RowsRequest{Relation: store.Relation{Source: src}, Columns: columns, Limit: previewRows})
}

// columnInfo is a column of a source with a few of its values.
type columnInfo struct {
	Name    string   `json:"name"`
	Type    string   `json:"type"`
	Kind    string   `json:"kind"`
	Samples []string `json:"samples"`
}

func (d *Datasource) describeSource(r *http.Request) (any, error) {
	src, columns, err := d.described(r)
	if err != nil {
		return nil, err
	}
	observed, err := d.observe(r, src, columns)
	if err != nil {
		return nil, err
	}
	first, err := d.firstRows(r, src, columns)
	if err != nil {
		return nil, err
	}
	infos := make([]columnInfo, len(columns))
	for i, c := range columns {
		infos[i] = columnInfo{Name: c.Name, Type: c.Type, Kind: observed[i].GuessKind(), Samples: samplesOf(first.Values[i])}
	}
	return infos, nil
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

func (d *Datasource) guessModel(r *http.Request) (any, error) {
	src, columns, err := d.described(r)
	if err != nil {
		return nil, err
	}
	observed, err := d.observe(r, src, columns)
	if err != nil {
		return nil, err
	}
	guess := model.Guess(observed)
	guess.Source = src
	if guess.Name == "" {
		guess.Name = nameOf(src)
	}
	return guess, nil
}

// observe samples a source to see what its columns hold.
func (d *Datasource) observe(r *http.Request, src model.Source, columns []store.Column) ([]model.Observed, error) {
	profile, err := d.store.Profile(r.Context(), store.Relation{Source: src}, columns, []store.Window{{}}, sampleRows)
	if err != nil {
		return nil, err
	}
	observed := make([]model.Observed, len(columns))
	for i, c := range columns {
		observed[i] = model.Observed{Name: c.Name, Kind: c.Kind, Integer: c.Integer, Rows: float64(profile.Sampled)}
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
	return observed, nil
}

// nameOf makes a model's name of where its log lies: digits/*.parquet is digits.
func nameOf(src model.Source) string {
	for _, part := range strings.Split(src.File, "/") {
		if part != "" && !strings.ContainsAny(part, "*?[") {
			return strings.TrimSuffix(part, path.Ext(part))
		}
	}
	return "model"
}

// preview is the first rows of a source, as text; null where there is no value.
type preview struct {
	Columns []string    `json:"columns"`
	Rows    [][]*string `json:"rows"`
}

func (d *Datasource) previewSource(r *http.Request) (any, error) {
	src, columns, err := d.described(r)
	if err != nil {
		return nil, err
	}
	found, err := d.firstRows(r, src, columns)
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
