package query

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/tideline-ml/tideline/pkg/model"
)

// secrets are the keys that secureJsonData may have.
var secrets = []string{"password", "token", "tlsCACert", "tlsClientCert", "tlsClientKey"}

// foreign are the keys by which examples are known that are not for Tideline: Prometheus', Trino's, a collector's, Grafana's own for dashboards, a pipeline's.
var foreign = []string{"scrape_configs", "catalogs", "exporters", "providers", "receivedAt"}

// What the docs show as settings and as queries is accepted as it stands, to the last name. A block that this test does not know fails it, so that no example
// goes unread.
func TestExamplesOfTheDocs(t *testing.T) {
	pages, err := filepath.Glob("../../docs/*.md")
	if err != nil || len(pages) == 0 {
		t.Fatal("no docs", err)
	}
	found := map[string]int{}
	for _, page := range append(pages, "../../README.md", "../../demo/README.md") {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, block := range fenced.FindAllSubmatchIndex(text, -1) {
			e := example{t: t, found: found, at: fmt.Sprintf("%s:%d", filepath.Base(page), strings.Count(string(text[:block[0]]), "\n")+1)}
			e.block(string(text[block[2]:block[3]]), string(text[block[4]:block[5]]))
		}
	}
	for _, kind := range []string{"data source", "settings", "model", "query", "rule"} {
		if found[kind] == 0 {
			t.Errorf("the docs have no example of a %s", kind)
		}
	}
}

var (
	fenced = regexp.MustCompile("(?ms)^```(\\w+)[^\n]*\n(.*?)^```$")
	remark = regexp.MustCompile(`(?m)//.*$`) // of jsonc
	posted = regexp.MustCompile(`(?s)/api/ds/query -d '(.*?)'`)
)

// example is a block of a page.
type example struct {
	t     *testing.T
	found map[string]int
	at    string // page and line
}

func (e example) wrong(format string, args ...any) {
	e.t.Helper()
	e.t.Errorf("%s: %s", e.at, fmt.Sprintf(format, args...))
}

// block reads a block as what its language and its names say that it is.
func (e example) block(language, text string) {
	switch language {
	case "jsonc":
		text = remark.ReplaceAllString(text, "")
	case "json", "yaml":
	case "sh", "text":
		for _, body := range posted.FindAllStringSubmatch(text, -1) {
			e.block("json", body[1])
		}
		return
	default:
		return
	}
	var read any
	if err := yaml.Unmarshal([]byte(text), &read); err != nil {
		e.wrong("%v", err)
		return
	}
	e.dates(read)
	switch read := read.(type) {
	case []any: // entries of `models`
		e.settings(map[string]any{"models": read})
	case map[string]any:
		e.object(read)
	default:
		e.wrong("is neither a list nor an object")
	}
}

func (e example) object(o map[string]any) {
	has := func(names ...string) bool {
		return slices.ContainsFunc(names, func(name string) bool { return o[name] != nil })
	}
	switch {
	case has(foreign...):
	case has("datasources"):
		for _, source := range e.list(o["datasources"]) {
			e.found["data source"]++
			if source["type"] != "tideline-drift-datasource" || source["name"] == nil {
				e.wrong("a data source of type %v, called %v", source["type"], source["name"])
			}
			kept, _ := source["secureJsonData"].(map[string]any)
			for name := range kept {
				if !slices.Contains(secrets, name) {
					e.wrong("secureJsonData.%s is none of %v", name, secrets)
				}
			}
			settings, _ := source["jsonData"].(map[string]any)
			e.settings(settings)
		}
	case has("queryType"):
		e.query(o)
	case has("queries"):
		for _, q := range e.list(o["queries"]) {
			e.query(q)
		}
	case has("groups"):
		for _, group := range e.list(o["groups"]) {
			for _, rule := range e.list(group["rules"]) {
				e.rule(rule)
			}
		}
	case has("store", "models", "service"):
		e.settings(o)
	case has("reference", "features"): // a part of a model, which may be about more than the part
		whole := map[string]any{"name": "digits", "source": map[string]any{"file": "digits/*.parquet"}, "segments": []any{"app_version"}, "version": "app_version"}
		maps.Copy(whole, o)
		e.settings(map[string]any{"models": []any{whole}})
	default:
		e.wrong("is neither settings nor a query nor a rule, and none of %v", foreign)
	}
}

// settings are read as Grafana hands them to the backend: as JSON.
func (e example) settings(o map[string]any) {
	e.found["settings"]++
	if o["store"] == nil {
		o["store"] = storeFor(o)
	}
	raw, err := json.Marshal(o)
	if err != nil {
		e.wrong("%v", err)
		return
	}
	for _, p := range model.Unread(raw) {
		e.wrong("%v", p)
	}
	var s model.Settings
	if err := json.Unmarshal(raw, &s); err != nil {
		e.wrong("%v", err)
		return
	}
	s.Service = s.Service.WithDefaults()
	e.found["model"] += len(s.Models)
	for _, p := range s.Problems() {
		e.wrong("%v", p)
	}
	if len(s.Models) == 0 && s.Service == nil {
		e.wrong("settings without models")
	}
}

// storeFor is a store that fits an example of models alone.
func storeFor(o map[string]any) map[string]any {
	text := fmt.Sprint(o)
	switch {
	case strings.Contains(text, "layout:otel-"), strings.Contains(text, "layout:signoz-"):
		return map[string]any{"engine": "clickhouse", "url": "https://clickhouse.example.com"}
	case strings.Contains(text, "table:"):
		return map[string]any{"engine": "postgres", "url": "db.example.com"}
	}
	return map[string]any{"engine": "duckdb"}
}

// dates are written as texts: YAML makes other things of them.
func (e example) dates(node any) {
	switch node := node.(type) {
	case time.Time:
		e.wrong("%s needs quotes: to YAML it is a point in time in UTC", node.Format(time.DateOnly))
	case map[string]any:
		for _, child := range node {
			e.dates(child)
		}
	case []any:
		for _, child := range node {
			e.dates(child)
		}
	}
}

func (e example) query(o map[string]any) {
	e.found["query"]++
	raw, err := json.Marshal(o)
	if err != nil {
		e.wrong("%v", err)
		return
	}
	q, err := Parse(raw)
	switch {
	case err != nil:
		e.wrong("%v", err)
	case len(q.Notices) > 0:
		e.wrong("%v", q.Notices)
	}
}

// judges lists what an expression of Grafana looks at: the $names of a calculation, else one name alone.
func judges(expression map[string]any) []string {
	text, _ := expression["expression"].(string)
	if expression["type"] != "math" {
		return []string{text}
	}
	names := someVariable.FindAllString(text, -1)
	for i := range names {
		names[i] = strings.Trim(names[i], "${}")
	}
	return names
}

// rule is one of Grafana's: what it asks of Tideline is one number a series, and what it judges is something that it asked.
func (e example) rule(o map[string]any) {
	e.found["rule"]++
	asked := []any{}
	for _, part := range e.list(o["data"]) {
		asked = append(asked, part["refId"])
		question, _ := part["model"].(map[string]any)
		if question["refId"] != part["refId"] {
			e.wrong("query %v is called %v in its model", part["refId"], question["refId"])
		}
		if part["datasourceUid"] == "__expr__" {
			for _, name := range judges(question) {
				if !slices.Contains(asked, any(name)) {
					e.wrong("%v is not asked before it is judged", name)
				}
			}
			continue
		}
		e.query(question)
		if question["format"] != Numeric {
			e.wrong("a rule asks for format %v", question["format"])
		}
	}
	if !slices.Contains(asked, o["condition"]) {
		e.wrong("condition %v is not asked", o["condition"])
	}
}

// list is a list of objects.
func (e example) list(node any) []map[string]any {
	items, _ := node.([]any)
	if len(items) == 0 {
		e.wrong("an empty list, or none")
	}
	var out []map[string]any
	for _, item := range items {
		o, _ := item.(map[string]any)
		if o == nil {
			e.wrong("%v is no object", item)
			continue
		}
		out = append(out, o)
	}
	return out
}
