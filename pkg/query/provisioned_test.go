package query

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// The queries of the dashboards that come with Tideline have no mistakes and no fields that nobody reads.
func TestProvisionedDashboards(t *testing.T) {
	var files []string
	for _, folder := range []string{"", "service/"} {
		found, err := filepath.Glob("../../provisioning/dashboards/" + folder + "*.json")
		if err != nil || len(found) == 0 {
			t.Fatalf("no dashboards: %v", err)
		}
		files = append(files, found...)
	}
	queries := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var dashboard any
		if err := json.Unmarshal(text, &dashboard); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		eachTarget(dashboard, func(target map[string]any) {
			raw, err := json.Marshal(target)
			if err != nil {
				t.Fatal(err)
			}
			q, err := Parse(dashboards.ReplaceAll(raw, []byte(`"filled-in"`)))
			if err != nil {
				t.Errorf("%s: %s\n%v", file, raw, err)
				return
			}
			queries++
			if len(q.Notices) > 0 {
				t.Errorf("%s: %s\n%v", file, raw, q.Notices)
			}
		})
	}
	if queries == 0 {
		t.Error("no queries found")
	}
}

// dashboards is a variable of a dashboard, as the whole of a text: the browser fills it in before it asks.
var dashboards = regexp.MustCompile(`"\$[a-z]\w*"`)

// eachTarget visits every object that names a query type and a data source of ours, wherever in a dashboard it stands.
func eachTarget(node any, visit func(map[string]any)) {
	switch node := node.(type) {
	case map[string]any:
		source, _ := node["datasource"].(map[string]any)
		if _, ok := node["queryType"].(string); ok && node["refId"] != nil && source["type"] == "tideline-drift-datasource" && node["queryType"] != "features" && node["queryType"] != "segments" {
			visit(node)
		}
		for _, child := range node {
			eachTarget(child, visit)
		}
	case []any:
		for _, child := range node {
			eachTarget(child, visit)
		}
	}
}
