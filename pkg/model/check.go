package model

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/tideline-ml/tideline/pkg/model/expression"
	"github.com/tideline-ml/tideline/pkg/window"
)

// Problem is what is wrong with one setting, and what would be right.
type Problem struct {
	Field   string // "models[0].reference.from"
	Message string
}

func (p Problem) Error() string { return p.Field + ": " + p.Message }

// Engines are the stores that settings may name.
var Engines = []string{"duckdb", "postgres", "clickhouse", "trino", "loki", "prometheus"}

// TLSModes, from none to all checks: of the server's certificate nothing is checked, that a known authority signed it, that it is also for this host.
var TLSModes = []string{"disable", "require", "verify-ca", "verify-full"}

var kinds = []string{Numeric, Categorical, Boolean, Text, Embedding, ID, Timestamp}

// Problems finds what can be seen to be wrong without looking at any data. An empty list says that settings make sense, not that the log fits them.
func (s *Settings) Problems() []Problem {
	var c checker
	if s.Store.Engine != "" {
		c.oneOf("store.engine", s.Store.Engine, Engines)
	}
	c.server(&s.Store)
	seen := map[string]int{}
	for i := range s.Models {
		m := &s.Models[i]
		field := fmt.Sprintf("models[%d]", i)
		if first, ok := seen[m.Name]; ok && m.Name != "" {
			c.add(field+".name", "%q is also the name of models[%d]; every model needs a name of its own", m.Name, first)
		}
		seen[m.Name] = i
		c.model(field, m)
	}
	c.service("service", s.Service.WithDefaults())
	c.layouts(s)
	return c.problems
}

// layouts checks that they are where they can be read. All spans of a table are no log of predictions.
func (c *checker) layouts(s *Settings) {
	on := func(field string, src Source) {
		where, engine := "tables in ClickHouse", "clickhouse"
		if ofFiles(src.Layout) {
			where, engine = "files", "duckdb"
		}
		if used := cmp.Or(s.Store.Engine, "duckdb"); src.Layout != "" && used != engine {
			c.add(field+".layout", "%s is of %s, and the store is %s", src.Layout, where, used)
		}
	}
	for i := range s.Models {
		m, field := &s.Models[i], fmt.Sprintf("models[%d].source", i)
		on(field, m.Source)
		if ofSpans(m.Source.Layout) && m.Source.Event == "" && m.Source.Model == "" {
			c.add(field, "names all spans: give event, the name of the span that a prediction is logged with, or model, its attribute ml.model.name")
		}
		if m.Target != nil && m.Target.Source != nil {
			on(fmt.Sprintf("models[%d].target.source", i), *m.Target.Source)
		}
	}
	if s.Service != nil {
		on("service.source", s.Service.Source)
		if name := map[string]string{"prometheus": "Prometheus", "loki": "Loki"}[s.Store.Engine]; name != "" {
			c.add("service.source", "names spans, and %s keeps none: give services a data source of their own, over a folder or another server", name)
		}
	}
}

// Problems finds what can be seen to be wrong with one model without looking at any data.
func (m *Model) Problems() []Problem {
	var c checker
	c.model("model", m)
	return c.problems
}

type checker struct{ problems []Problem }

func (c *checker) add(field, format string, args ...any) {
	c.problems = append(c.problems, Problem{field, fmt.Sprintf(format, args...)})
}

// server checks what a store that is a server is reached by.
func (c *checker) server(s *StoreSettings) {
	if s.Engine == "" || s.Engine == "duckdb" || !slices.Contains(Engines, s.Engine) {
		return
	}
	if strings.TrimSpace(s.URL) == "" {
		c.add("store.url", "%s needs the address of its server", s.Engine)
	}
	if s.TLS.Mode != "" {
		c.oneOf("store.tls.mode", s.TLS.Mode, TLSModes)
	}
	if _, err := s.StatementTimeout(); err != nil {
		c.add("store.timeout", "%v", err)
	}
}

func (c *checker) oneOf(field, value string, right []string) {
	if !slices.Contains(right, value) {
		c.add(field, "%q is unknown; there are %s", value, strings.Join(right, ", "))
	}
}

func (c *checker) model(field string, m *Model) {
	if strings.TrimSpace(m.Name) == "" {
		c.add(field+".name", "a model needs a name, such as the service's")
	}
	c.source(field+".source", m.Source)
	if m.Source.Partition != "" && m.Time == "" {
		c.add(field+".source.partition", "holds the day of a row's time, but the model names no time column")
	}
	zone := c.times(field, m)
	c.prediction(field+".prediction", m.Prediction)
	c.target(field+".target", m)
	names := c.features(field+".features", m.Features)
	for i, s := range m.Segments {
		at := fmt.Sprintf("%s.segments[%d]", field, i)
		if s == "" {
			c.add(at, "a segment needs the name of a column")
		}
		if slices.Contains(m.Segments[:i], s) {
			c.add(at, "%q is listed twice", s)
		}
	}
	c.version(field+".version", m)
	c.references(field+".reference", m, names, zone)
	for i, p := range m.Exclude {
		c.period(fmt.Sprintf("%s.exclude[%d]", field, i), p.From, p.To, zone)
	}
	for _, feature := range slices.Sorted(maps.Keys(m.Thresholds)) {
		byMethod := m.Thresholds[feature]
		at := field + ".thresholds." + feature
		if len(names) > 0 && !slices.Contains(names, feature) && feature != "prediction" && feature != "target" {
			c.add(at, "there is no feature %q; there are %s", feature, strings.Join(names, ", "))
		}
		for _, method := range slices.Sorted(maps.Keys(byMethod)) {
			if threshold := byMethod[method]; !(threshold > 0) {
				c.add(at+"."+method, "a threshold is more than 0, not %v", threshold)
			}
		}
	}
	if m.Rows != nil {
		for i, role := range m.Rows.Roles {
			c.oneOf(fmt.Sprintf("%s.rows.roles[%d]", field, i), role, []string{"Viewer", "Editor", "Admin"})
		}
	}
}

// times checks how time is read and cut, and gives the zone of a model's days.
func (c *checker) times(field string, m *Model) *time.Location {
	zone := c.zone(field+".timezone", m.Timezone)
	c.zone(field+".clock", m.Clock)
	if m.Window != "" {
		if _, err := window.ParseSpec(m.Window); err != nil {
			c.add(field+".window", "%v", err)
		}
	}
	if m.Lateness != "" && m.Lateness != "0" {
		if _, err := window.ParseDuration(m.Lateness); err != nil {
			c.add(field+".lateness", "%v", err)
		}
	}
	return zone
}

func (c *checker) source(field string, s Source) {
	set := 0
	for _, text := range []string{s.File, s.Table, s.SQL} {
		if strings.TrimSpace(text) != "" {
			set++
		}
	}
	switch {
	case set == 0:
		c.add(field, `names no rows; give a file or glob below the store's path, as in {"file": "predictions/*.parquet"}, or a table`)
	case set > 1:
		c.add(field, "names rows in several ways; keep one of file, table and sql")
	}
	switch {
	case s.Layout == "" && (s.Event != "" || s.Model != "" || s.Service != ""):
		c.add(field+".layout", "is missing: event, model and service are of a layout, one of %s", strings.Join(Layouts, ", "))
	case ofFiles(s.Layout) && s.File == "":
		c.add(field+".layout", "is of files: name them")
	case s.Layout != "" && !ofFiles(s.Layout) && s.Table == "":
		c.add(field+".layout", "is of a table: name one")
	case s.Layout != "":
		c.oneOf(field+".layout", s.Layout, Layouts)
	}
}

// zone loads a time zone, UTC where there is none or no such one.
func (c *checker) zone(field, name string) *time.Location {
	if name == "" {
		return time.UTC
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		c.add(field, "%q is no time zone; write an IANA name such as Europe/Copenhagen, or UTC", name)
		return time.UTC
	}
	return zone
}

func (c *checker) prediction(field string, p *Prediction) {
	if p == nil {
		return
	}
	switch {
	case p.Label == "" && p.Value == "" && len(p.Probabilities) == 0:
		c.add(field, "names no column: give label for classes or value for numbers, or leave it out")
	case p.Label != "" && p.Value != "":
		c.add(field, "has both a label and a value: a prediction is a class or a number")
	case p.Value != "" && len(p.Probabilities) > 0:
		c.add(field+".probabilities", "belong to classes, but the prediction is a number (value)")
	}
	for _, class := range slices.Sorted(maps.Keys(p.Probabilities)) {
		if p.Probabilities[class] == "" {
			c.add(field+".probabilities", "class %q has no column", class)
		}
	}
}

func (c *checker) target(field string, m *Model) {
	t := m.Target
	if t == nil {
		return
	}
	if t.Column == "" {
		c.add(field+".column", "is missing: name the column that holds the truth")
	}
	if t.Source == nil {
		if t.ID != "" || t.Time != "" {
			c.add(field+".source", "is missing: id and time are for labels of another source")
		}
		return
	}
	c.source(field+".source", *t.Source)
	if t.Source.Partition != "" {
		c.add(field+".source.partition", "is of no use: labels that come later are looked for on all days; remove it")
	}
	if m.ID == "" {
		c.add(field+".source", "labels of another source are joined by id, but the model names no id column")
	}
}

// features checks the features and gives their names.
func (c *checker) features(field string, features []Feature) []string {
	var names []string
	for i, f := range features {
		at := fmt.Sprintf("%s[%d]", field, i)
		switch {
		case strings.TrimSpace(f.Name) == "":
			c.add(at+".name", "is missing")
		case slices.Contains(names, f.Name):
			c.add(at+".name", "%q is listed twice", f.Name)
		case f.Name == "prediction" || f.Name == "target":
			c.add(at+".name", "%q is kept for what the model says and for the truth; give the feature another name, and the column as its column", f.Name)
		}
		names = append(names, f.Name)
		if f.Kind != "" {
			c.oneOf(at+".kind", f.Kind, kinds)
		}
		if x := f.Importance; x != nil && !(*x >= 0 && !math.IsInf(*x, 1)) {
			c.add(at+".importance", "an importance is a number of at least 0, not %v", *x)
		}
		c.binning(at+".binning", f)
		if f.Expression == "" {
			continue
		}
		if f.Column != "" {
			c.add(at, "%q has both a column and an expression; keep one", f.Name)
		}
		if _, err := expression.Parse(f.Expression); err != nil {
			c.add(at+".expression", "%v", err)
		}
	}
	return names
}

// period checks a stretch of time of which both ends are given.
func (c *checker) period(field, from, to string, zone *time.Location) {
	start, ok := c.moment(field+".from", from, zone)
	end, okEnd := c.moment(field+".to", to, zone)
	if ok && okEnd && !start.Before(end) {
		c.add(field, "ends at %s, which is not after its begin at %s", to, from)
	}
}

func (c *checker) moment(field, text string, zone *time.Location) (time.Time, bool) {
	if text == "" {
		c.add(field, "is missing: write a date such as 2026-01-31 or a time such as 2026-01-31T12:00:00Z")
		return time.Time{}, false
	}
	t, err := window.ParseTime(text, zone)
	if err != nil {
		c.add(field, "%v", err)
	}
	return t, err == nil
}
