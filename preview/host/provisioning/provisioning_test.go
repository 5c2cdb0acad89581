package provisioning

import (
	"os"
	"path/filepath"
	"testing"
)

const testFiles = "../../testplugin/provisioning"

func TestExpand(t *testing.T) {
	t.Setenv("PREVIEW_A", "amber")
	for _, c := range []struct{ text, want string }{
		{"plain", "plain"},
		{"$PREVIEW_A/x", "amber/x"},
		{"${PREVIEW_A}x", "amberx"},
		{"$__env{PREVIEW_A}", "amber"},
		{"$PREVIEW_MISSING.", "."},
		{"costs $$5", "costs $5"},
		{"$$PREVIEW_A", "$PREVIEW_A"},
	} {
		if got := Expand(c.text); got != c.want {
			t.Errorf("Expand(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}

func TestDataSources(t *testing.T) {
	t.Setenv("PREVIEW_TEST_GREETING", "42") // text stays text in free-form data, whatever it looks like
	t.Setenv("PREVIEW_TEST_PASSWORD", "secret")
	all, err := DataSources(testFiles)
	if err != nil || len(all) != 2 {
		t.Fatalf("%d data sources, error %v", len(all), err)
	}
	if greeting := all[0].JSONData["greeting"]; greeting != "42" {
		t.Errorf("greeting is %#v", greeting)
	}
	if all[0].SecureJSONData["password"] != "secret" || !all[0].Editable || all[1].Editable {
		t.Errorf("secrets or editable are wrong: %+v", all)
	}
	// As Grafana names a data source called Second.
	if all[1].UID != "P8B88A85089561B79" {
		t.Errorf("uid from name is %q", all[1].UID)
	}
}

func TestTypedValuesFromTheEnvironment(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("PREVIEW_EDITABLE", "true")
	write(t, filepath.Join(folder, "datasources", "a.yaml"), "datasources: [{name: a, type: b, editable: $PREVIEW_EDITABLE}]")
	all, err := DataSources(folder)
	if err != nil || len(all) != 1 || !all[0].Editable {
		t.Errorf("%+v, error %v", all, err)
	}
}

func TestDashboards(t *testing.T) {
	providers, err := Providers(testFiles) // its path is the one of Grafana's images
	if err != nil {
		t.Fatal(err)
	}
	all, problems := Dashboards(providers)
	if len(problems) > 0 || len(all) != 4 {
		t.Fatalf("%d dashboards, problems %v", len(all), problems)
	}
	if d := all[0]; d.UID != "preview-test" || d.Slug != "all-panels" || d.Folder != "Tests" || len(d.Tags) != 1 {
		t.Errorf("%+v", d)
	}
}

func TestBrokenDashboardsAreNamed(t *testing.T) {
	folder := t.TempDir()
	write(t, filepath.Join(folder, "dashboards", "p.yaml"), "providers: [{name: p, options: {path: boards, foldersFromFilesStructure: true}}]")
	boards := filepath.Join(folder, "dashboards", "boards")
	write(t, filepath.Join(boards, "one.json"), `{"title": "One: the first!"}`)
	write(t, filepath.Join(boards, "team", "two.json"), `{"title": "Two", "uid": "two"}`)
	write(t, filepath.Join(boards, "twin.json"), `{"title": "Twin", "uid": "two"}`)
	write(t, filepath.Join(boards, "broken.json"), `{`)
	providers, err := Providers(folder)
	if err != nil {
		t.Fatal(err)
	}
	all, problems := Dashboards(providers)
	if len(all) != 2 || len(problems) != 2 {
		t.Fatalf("dashboards %+v, problems %v", all, problems)
	}
	if all[0].UID != "one-the-first" || all[1].Folder != "team" {
		t.Errorf("%+v", all)
	}
}

func TestMistakesNameTheirFile(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "datasources", "wrong.yaml")
	write(t, file, "datasources: [{name: nameless type}]")
	if _, err := DataSources(folder); err == nil || err.Error()[:len(file)] != file {
		t.Errorf("error is %v", err)
	}
}

func TestRuleGroups(t *testing.T) {
	groups, err := RuleGroups(testFiles)
	if err != nil || len(groups) != 1 || len(groups[0].Rules) != 4 {
		t.Fatalf("%+v, error %v", groups, err)
	}
	rule := groups[0].Rules[0]
	if rule.Annotations["summary"] != "{{ $labels.feature }} is {{ $values.A.Value }}" || rule.Data[1].Model["expression"] != "$A >= 1" {
		t.Errorf("templates of an alert are Grafana's: %+v", rule)
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
