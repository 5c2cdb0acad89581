package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// healthOf is what an administrator is told of a data source with a daily log and models that differ in their references and files.
func healthOf(t *testing.T, models ...map[string]any) (*backend.CheckHealthResult, string) {
	t.Helper()
	root := t.TempDir()
	t.Setenv("GF_PATHS_DATA", root)
	var log strings.Builder
	log.WriteString("time,x,predicted\n")
	for _, day := range []string{"01", "02", "03", "04", "05", "06", "07", "08"} {
		log.WriteString("2026-01-" + day + "T00:00:00Z,1,a\n2026-01-" + day + "T12:00:00Z,2,b\n")
	}
	write(t, filepath.Join(root, "logs", "log.csv"), log.String())
	all := make([]any, len(models))
	for i, part := range models {
		m := map[string]any{"source": map[string]any{"file": "log.csv"}, "time": "time", "prediction": map[string]any{"label": "predicted"},
			"features": []any{map[string]any{"name": "x"}}, "reference": map[string]any{"from": "2026-01-01", "to": "2026-01-06"}}
		for name, value := range part {
			m[name] = value
		}
		all[i] = m
	}
	d := open(t, root, map[string]any{"store": map[string]any{"path": "logs"}, "models": all})
	health, err := d.CheckHealth(context.Background(), &backend.CheckHealthRequest{PluginContext: backend.PluginContext{User: &backend.User{Role: "Admin"}}})
	if err != nil {
		t.Fatal(err)
	}
	details := struct{ VerboseMessage string }{}
	if err := json.Unmarshal(health.JSONDetails, &details); err != nil {
		t.Fatal(err)
	}
	return health, details.VerboseMessage
}

func TestAReferenceToTheEndOfTheLogIsWarnedOf(t *testing.T) {
	const says = "The reference 2026-01-01 – 2026-01-09 goes to the end of the log: what drifted in it counts as usual, and nothing is left to judge until new rows come. Choose an earlier end."
	all := map[string]any{"name": "m", "reference": map[string]any{"from": "2026-01-01", "to": "2026-01-09"}}
	health, _ := healthOf(t, all)
	if want := "m: 16 rows from 2026-01-01 to 2026-01-08, 1 feature and the prediction. " + strings.TrimSuffix(says, "."); health.Status != backend.HealthStatusOk || health.Message != want {
		t.Errorf("got %v %q, want %q", health.Status, health.Message, want)
	}
	if details := string(health.JSONDetails); !strings.Contains(details, `"warnings":["`+says+`"]`) {
		t.Errorf("no warning: %s", details)
	}
	if health, _ := healthOf(t, map[string]any{"name": "m"}); strings.Contains(health.Message, "end of the log") {
		t.Errorf("two days are left to judge: %s", health.Message)
	}
}

// Grafana's message has no lines, so that of several models only what matters is said there.
func TestSeveralModelsAreALineEach(t *testing.T) {
	fine, few := map[string]any{"name": "fine"}, map[string]any{"name": "few", "reference": map[string]any{"from": "2026-01-01", "to": "2026-01-02"}}
	gone := map[string]any{"name": "gone", "source": map[string]any{"file": "gone.csv"}}
	for _, c := range []struct {
		models  []map[string]any
		status  backend.HealthStatus
		message string
	}{
		{[]map[string]any{fine, {"name": "other"}}, backend.HealthStatusOk, "2 models can be read"},
		{[]map[string]any{fine, few}, backend.HealthStatusOk, "2 models can be read. There are warnings about few"},
		{[]map[string]any{fine, gone, few}, backend.HealthStatusError, "gone: its log was not found: no file matches \"gone.csv\" in"},
	} {
		health, verbose := healthOf(t, c.models...)
		if health.Status != c.status || !strings.HasPrefix(health.Message, c.message) || strings.Contains(health.Message, "16 rows") {
			t.Errorf("got %v %q, want %q", health.Status, health.Message, c.message)
		}
		if lines := strings.Split(verbose, "\n"); len(lines) != len(c.models) || !strings.HasPrefix(lines[0], "fine: 16 rows from") {
			t.Errorf("no line for each model: %q", verbose)
		}
		if c.status == backend.HealthStatusError && !strings.HasSuffix(health.Message, ". The other 2 can be read. There are warnings about few") {
			t.Errorf("nothing of the others: %q", health.Message)
		}
	}
}

// A model without a name is called by its place, and is not taken for the services.
func TestAModelWithoutAName(t *testing.T) {
	health, verbose := healthOf(t, map[string]any{"name": ""}, map[string]any{"name": "fine"}, map[string]any{"name": " "})
	if !strings.HasPrefix(health.Message, "model 1: name: a model needs a name") || !strings.Contains(health.Message, ". model 3: name: a model") || strings.Contains(health.Message, "services:") {
		t.Errorf("got %q", health.Message)
	}
	if lines := strings.Split(verbose, "\n"); len(lines) != 3 || !strings.HasPrefix(lines[2], "model 3: ") {
		t.Errorf("got %q", verbose)
	}
	if health, _ := healthOf(t, map[string]any{"name": "", "reference": map[string]any{}}); strings.Contains(health.Message, "services:") {
		t.Errorf("got %q", health.Message)
	}
}

func TestTheMessageStaysShort(t *testing.T) {
	var warned, broken []map[string]any
	for i := range 200 {
		warned = append(warned, map[string]any{"name": fmt.Sprintf("m%d", i), "reference": map[string]any{"from": "2026-01-01", "to": "2026-01-09"}})
		broken = append(broken, map[string]any{"name": fmt.Sprintf("m%d", i), "source": map[string]any{"file": "gone.csv"}})
	}
	if health, verbose := healthOf(t, warned...); health.Message != "200 models can be read. There are warnings about m0, m1, m2, m3, m4 and 195 more" || len(strings.Split(verbose, "\n")) != 200 {
		t.Errorf("got %q", health.Message)
	}
	if health, _ := healthOf(t, append(broken, map[string]any{"name": "fine"})...); !strings.HasSuffix(health.Message, ". 195 more cannot be read. The other 1 can be read") || len(health.Message) > 6*longestLine {
		t.Errorf("got %q", health.Message)
	}
	long := strings.Repeat("n", 3000)
	if health, _ := healthOf(t, map[string]any{"name": long, "source": map[string]any{"file": long + ".csv"}}); utf8.RuneCountInString(health.Message) > longestReport+1 || !strings.HasPrefix(health.Message, strings.Repeat("n", 60)+"…: ") {
		t.Errorf("%d bytes: %q", len(health.Message), health.Message)
	}
}

// A name forges no line of another model, and what is no setting is read as one name.
func TestNamesForgeNoLines(t *testing.T) {
	_, verbose := healthOf(t, map[string]any{"name": "a\nservices: 9 rows", "": 1, "b\nb: fine": 2}, map[string]any{"name": "b"})
	if lines := strings.Split(verbose, "\n"); len(lines) != 2 || !strings.HasPrefix(lines[0], "a services: 9 rows: 16 rows") || !strings.Contains(lines[0], `(empty): is no setting`) || !strings.Contains(lines[0], `"b\nb: fine": is no setting`) {
		t.Errorf("got %q", verbose)
	}
}

// A slip in the name of all models would leave none, and nobody would know why; very many slips do not bury what else is said.
func TestNamesThatAreNoSettings(t *testing.T) {
	root := t.TempDir()
	t.Setenv("GF_PATHS_DATA", root)
	write(t, filepath.Join(root, "log.csv"), "time,x\n2026-01-01T00:00:00Z,1\n")
	healthOf := func(settings map[string]any) *backend.CheckHealthResult {
		health, err := open(t, root, settings).CheckHealth(context.Background(), &backend.CheckHealthRequest{PluginContext: backend.PluginContext{User: &backend.User{Role: "Admin"}}})
		if err != nil {
			t.Fatal(err)
		}
		return health
	}
	m := map[string]any{"name": "m", "source": map[string]any{"file": "log.csv"}, "time": "time", "features": []any{map[string]any{"name": "x"}}}
	const says = "modles: is no setting and has no effect; there are store, models, service"
	if health := healthOf(map[string]any{"modles": []any{m}, "httpHeaderName1": "x"}); !strings.HasSuffix(health.Message, "are guessed. "+says) {
		t.Errorf("without models: %q", health.Message)
	}
	if health := healthOf(map[string]any{"models": []any{m}, "modles": []any{m}}); !strings.HasSuffix(health.Message, ". "+says) || !strings.Contains(string(health.JSONDetails), `"store":["`+says+`"]`) {
		t.Errorf("beside models: %q %s", health.Message, health.JSONDetails)
	}
	store := map[string]any{}
	for i := range 1000 {
		m[fmt.Sprintf("k%d", i)], store[fmt.Sprintf("k%d", i)] = 1, 1
	}
	health := healthOf(map[string]any{"models": []any{m}, "store": store})
	for _, where := range []string{health.Message, string(health.JSONDetails)} {
		if n := strings.Count(where, "is no setting"); n > 4*mostNamed || len(where) > 20_000 {
			t.Errorf("%d names are told of in %d bytes", n, len(where))
		}
	}
	if details := string(health.JSONDetails); strings.Count(details, "995 more are no settings either") != 4 { // of the model and of the store, each by itself and among all lines
		t.Errorf("not shortened: %s", details)
	}
	body, err := json.Marshal(map[string]any{"model": m})
	if err != nil {
		t.Fatal(err)
	}
	if _, answer := ask(t, open(t, root, map[string]any{}), "Admin", "POST", "check", string(body)); strings.Count(answer, "is no setting") != mostNamed || !strings.Contains(answer, "995 more are no settings either") {
		t.Errorf("check: %s", answer)
	}
}
