package plugin

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// open makes a data source as Grafana does, over a folder that the operator allows.
func open(t *testing.T, root string, settings any) *Datasource {
	t.Helper()
	t.Setenv("GF_PLUGIN_DATA_DIRECTORIES", root)
	raw, err := json.Marshal(settings)
	if err != nil {
		t.Fatal(err)
	}
	ctx := backend.WithPluginContext(context.Background(), backend.PluginContext{OrgID: 1})
	instance, err := New(ctx, backend.DataSourceInstanceSettings{JSONData: raw})
	if err != nil {
		t.Fatal(err)
	}
	d := instance.(*Datasource)
	t.Cleanup(d.Dispose)
	return d
}

// ask makes a resource call with a role.
func ask(t *testing.T, d *Datasource, role, method, address, body string) (int, string) {
	t.Helper()
	var status int
	var answer strings.Builder
	err := d.CallResource(backend.WithPluginContext(context.Background(), backend.PluginContext{OrgID: 1, User: &backend.User{Role: role}}),
		&backend.CallResourceRequest{
			PluginContext: backend.PluginContext{OrgID: 1, User: &backend.User{Role: role}},
			Method:        method, Path: strings.SplitN(address, "?", 2)[0], URL: address, Body: []byte(body),
		},
		backend.CallResourceResponseSenderFunc(func(r *backend.CallResourceResponse) error {
			if r.Status != 0 {
				status = r.Status
			}
			answer.Write(r.Body)
			return nil
		}))
	if err != nil {
		t.Fatal(err)
	}
	return status, answer.String()
}

const courseLog = `time, sepal_length, species, prediction
2026-01-01 10:00:00, 5.1, setosa, 0
2026-01-01 11:00:00, 4.9, setosa, 0
2026-01-02 10:00:00, 6.3, virginica, 2
`

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// Editors have to know that such a model's rows are all one window.
func TestModelsWithoutTimeAreTold(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "log.csv"), courseLog)
	m := func(name string) map[string]any {
		return map[string]any{"name": name, "source": map[string]any{"file": "log.csv"}, "features": []any{map[string]any{"name": "sepal_length"}}}
	}
	timed := m("timed")
	timed["time"] = "time"
	_, answer := ask(t, open(t, root, map[string]any{"models": []any{timed, m("untimed")}}), "Viewer", "GET", "models", "")
	if at := strings.Index(answer, `"untimed"`); at < 0 || strings.Contains(answer[:at], "timeless") || !strings.Contains(answer[at:], `"timeless":true`) {
		t.Error(answer)
	}
}

func TestResourcesByRole(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "log.csv"), courseLog)
	d := open(t, root, map[string]any{"models": []any{map[string]any{
		"name": "iris", "source": map[string]any{"file": "log.csv"}, "time": "time", "prediction": map[string]any{"label": "prediction"},
		"features": []any{map[string]any{"name": "sepal_length"}}, "segments": []string{"species"},
	}}})
	source := `{"source": {"file": "log.csv"}}`
	trialOf := func(time string) string {
		return `{"model": {"name": "iris", "source": {"file": "log.csv"}, "time": "` + time + `", "features": [{"name": "sepal_length"}]}}`
	}
	for _, c := range []struct {
		method, address, body string
		viewer, admin         int
		says                  string // what the administrator's answer holds
	}{
		{"GET", "models", "", 200, 200, `"name":"iris"`},
		{"GET", "methods", "", 200, 200, `"id":"auto"`},
		{"GET", "values?model=iris&column=species", "", 200, 200, `"virginica"`},
		{"GET", "values?model=iris&column=sepal", "", 400, 400, "species"},
		{"GET", "folders", "", 403, 200, `"exists":true`},
		{"POST", "files", "{}", 403, 200, `"path":"log.csv"`},
		{"POST", "timeline", trialOf("time"), 403, 200, `"rows":2`},
		{"POST", "check", trialOf("time"), 403, 200, `3 rows from 2026-01-01 to 2026-01-02`},
		{"POST", "timeline", "{}", 403, 400, "needs a model"},
		{"POST", "schema", source, 403, 200, `"name":"sepal_length"`},
		{"POST", "guess", source, 403, 200, `"time":"time"`},
		{"POST", "preview", source, 403, 200, `"virginica"`},
		{"POST", "preview", `{"source": {"file": "../../etc/passwd"}}`, 403, 400, "message"},
		{"POST", "preview", `{"source": {"file": "/etc/passwd"}}`, 403, 400, "message"},
		{"POST", "preview", `{"source": {"sql": "SELECT 1"}}`, 403, 400, "allow_sql"},
		{"POST", "preview", `nonsense`, 403, 400, "needs a body"},
	} {
		status, answer := ask(t, d, "Viewer", c.method, c.address, c.body)
		if status != c.viewer {
			t.Errorf("viewer, %s %s: %d %s", c.method, c.address, status, answer)
		}
		if strings.Contains(answer, root) {
			t.Errorf("viewer, %s %s: the answer tells a path: %s", c.method, c.address, answer)
		}
		status, answer = ask(t, d, "Admin", c.method, c.address, c.body)
		if status != c.admin || !strings.Contains(answer, c.says) {
			t.Errorf("admin, %s %s: %d %s, want %d and %q", c.method, c.address, status, answer, c.admin, c.says)
		}
	}
}

func TestHealthSaysWhatIsWrongAndHowToMendIt(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "log.csv"), courseLog)
	iris := func(change func(m map[string]any)) map[string]any {
		m := map[string]any{"name": "iris", "source": map[string]any{"file": "log.csv"}, "time": "time", "features": []any{map[string]any{"name": "sepal_length"}}}
		change(m)
		return map[string]any{"models": []any{m}}
	}
	// services are without models, and with what a change makes of their settings.
	services := func(change func(s map[string]any)) any {
		s := map[string]any{"source": map[string]any{"file": "log.csv"}, "time": "time", "operation": "species", "duration": "sepal_length",
			"exceptions": map[string]any{"type": "species"}}
		change(s)
		return map[string]any{"service": s}
	}
	for _, c := range []struct {
		name     string
		settings any
		ok       bool
		says     string
	}{
		{"a slip in a setting", iris(func(m map[string]any) { m["thresold"] = map[string]any{"sepal_length": 0.2} }), true, "thresold: is no setting"},
		{"a slip in the store", map[string]any{"store": map[string]any{"folder": root}, "models": iris(func(map[string]any) {})["models"]}, true,
			"store.folder: is no setting"},
		{"services alone", services(func(map[string]any) {}), true, "services: 3 rows from 2026-01-01 to 2026-01-02"},
		{"services without durations", services(func(s map[string]any) { delete(s, "duration") }), false, "services: duration: is missing"},
		{"spans that are not there", services(func(s map[string]any) { s["source"] = map[string]any{"file": "nowhere/*.csv"} }), false, "nowhere/*.csv"},
		{"a time of spans that is not there", services(func(s map[string]any) { s["time"] = "started_at" }), false, "service.time: \"started_at\" is not known"},
		{"a column of spans that is not there", services(func(s map[string]any) { s["duration"] = "sepal_lenght" }), false, `service.duration: "sepal_lenght" is not known. Did you mean "sepal_length"?`},
		{"exceptions that are not there", services(func(s map[string]any) { s["exceptions"] = map[string]any{"type": "error"} }), true, "exceptions cannot be shown: service.exceptions.type"},
		{"a slip in services", services(func(s map[string]any) { s["apdx"] = 0.1 }), true, "apdx: is no setting"},
		{"nothing yet", map[string]any{}, true, "No model"},
		{"a good model", iris(func(map[string]any) {}), true, "3 rows from 2026-01-01 to 2026-01-02"},
		{"a file that is not there", iris(func(m map[string]any) { m["source"] = map[string]any{"file": "nowhere/*.csv"} }), false, "nowhere/*.csv"},
		{"a column that is not there", iris(func(m map[string]any) { m["features"] = []any{map[string]any{"name": "sepal_lenght"}} }), false, "sepal_length"},
		{"a time that is none", iris(func(m map[string]any) { m["time"] = "species" }), false, "species"},
		{"a zone that is none", iris(func(m map[string]any) { m["timezone"] = "Mars/Base" }), false, "Mars/Base"},
		{"a name twice", map[string]any{"models": []any{
			map[string]any{"name": "iris", "source": map[string]any{"file": "log.csv"}, "time": "time", "features": []any{map[string]any{"name": "sepal_length"}}},
			map[string]any{"name": "iris", "source": map[string]any{"file": "log.csv"}, "time": "time", "features": []any{map[string]any{"name": "sepal_length"}}},
		}}, false, "name"},
		{"no name", iris(func(m map[string]any) { m["name"] = "" }), false, "name"},
		{"a feature twice", iris(func(m map[string]any) {
			m["features"] = []any{map[string]any{"name": "sepal_length"}, map[string]any{"name": "sepal_length"}}
		}), false, "sepal_length"},
		{"a feature of a name that is taken", iris(func(m map[string]any) {
			m["features"] = []any{map[string]any{"name": "prediction", "column": "sepal_length"}}
		}), false, "prediction"},
		{"a threshold below nothing", iris(func(m map[string]any) { m["thresholds"] = map[string]any{"sepal_length": -5} }), false, "threshold"},
		{"an expression that is none", iris(func(m map[string]any) {
			m["features"] = []any{map[string]any{"name": "x", "expression": "x); drop table y; --"}}
		}), false, "expression"},
		{"a window that is none", iris(func(m map[string]any) { m["window"] = "soon" }), false, "window"},
		{"a clock that is none", iris(func(m map[string]any) { m["clock"] = "Moon" }), false, "clock"},
		{"a reference back to front", iris(func(m map[string]any) { m["reference"] = map[string]any{"from": "2026-02-01", "to": "2026-01-01"} }), false, "reference"},
		{"a path outside", map[string]any{"store": map[string]any{"path": "/etc"}}, false, "outside"},
		{"an engine of a later version", map[string]any{"store": map[string]any{"engine": "oracle"}}, false, "oracle"},
		{"a server without an address", map[string]any{"store": map[string]any{"engine": "trino"}}, false, "trino"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := open(t, root, c.settings)
			for _, role := range []string{"Admin", "Viewer", "None", ""} {
				result, err := d.CheckHealth(context.Background(), &backend.CheckHealthRequest{PluginContext: backend.PluginContext{User: &backend.User{Role: role}}})
				if err != nil {
					t.Fatal(err)
				}
				if ok := result.Status == backend.HealthStatusOk; ok != c.ok {
					t.Errorf("%s: %s", role, result.Message)
				}
				if role == "Admin" && !strings.Contains(result.Message, c.says) {
					t.Errorf("the message does not say %q: %s", c.says, result.Message)
				}
				if role != "Admin" && (strings.Contains(result.Message, root) || strings.Contains(result.Message, ".csv")) {
					t.Errorf("a viewer is told of files: %s", result.Message)
				}
			}
		})
	}
}

func TestWrongSettingsAnswerQueriesWithWhatIsWrong(t *testing.T) {
	d := open(t, t.TempDir(), map[string]any{"store": map[string]any{"path": "/etc"}})
	response, err := d.QueryData(context.Background(), &backend.QueryDataRequest{Queries: []backend.DataQuery{{RefID: "A", JSON: []byte(`{}`)}}})
	if err != nil {
		t.Fatal(err)
	}
	if a := response.Responses["A"]; a.Error == nil || a.Status != http.StatusBadRequest || strings.Contains(a.Error.Error(), "/etc") {
		t.Errorf("got %+v", a)
	}
	for _, address := range []string{"models", "values?model=a&column=b"} {
		if _, answer := ask(t, d, "Viewer", "GET", address, ""); strings.Contains(answer, "/etc") {
			t.Errorf("a viewer is told of folders: %s", answer)
		}
		if _, answer := ask(t, d, "Admin", "GET", address, ""); !strings.Contains(answer, "/etc") {
			t.Errorf("an administrator is not told what is wrong: %s", answer)
		}
	}
}

// Grafana evaluates alert rules as an administrator, but what they say is read by viewers and sent by mail: no path, and no raw rows.
func TestAlertRulesAndPublicDashboardsAreToldNoMoreThanViewers(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "log.csv"), courseLog)
	log := map[string]any{"name": "iris", "source": map[string]any{"file": "log.csv"}, "time": "time", "features": []any{map[string]any{"name": "sepal_length"}},
		"rows": map[string]any{"roles": []string{"Viewer", "Editor", "Admin"}}}
	gone := map[string]any{"name": "gone", "source": map[string]any{"file": "nowhere/*.csv"}, "time": "time", "features": []any{map[string]any{"name": "x"}}}
	d := open(t, root, map[string]any{"models": []any{log, gone}})
	outside := open(t, root, map[string]any{"store": map[string]any{"path": "/etc"}})
	admin := backend.PluginContext{User: &backend.User{Role: "Admin"}}
	for name, c := range map[string]struct {
		request backend.QueryDataRequest
		told    bool // of paths
		rows    bool // are shown
	}{
		"an administrator":                 {backend.QueryDataRequest{PluginContext: admin}, true, true},
		"a viewer":                         {backend.QueryDataRequest{PluginContext: backend.PluginContext{User: &backend.User{Role: "Viewer"}}}, false, true},
		"an alert rule":                    {backend.QueryDataRequest{PluginContext: admin, Headers: map[string]string{"FromAlert": "true"}}, false, false},
		"an alert rule of newer Grafanas":  {backend.QueryDataRequest{PluginContext: admin, Headers: map[string]string{"http_FromAlert": "true"}}, false, false},
		"a public dashboard":               {backend.QueryDataRequest{PluginContext: backend.PluginContext{User: &backend.User{}}}, false, false},
		"a public dashboard without users": {backend.QueryDataRequest{}, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			c.request.Queries = []backend.DataQuery{{RefID: "gone", JSON: []byte(`{"model": "gone"}`)}, {RefID: "rows", JSON: []byte(`{"queryType": "rows", "model": "iris"}`)}}
			response, err := d.QueryData(context.Background(), &c.request)
			if err != nil {
				t.Fatal(err)
			}
			if told := response.Responses["gone"].Error; told == nil || strings.Contains(told.Error(), "nowhere") != c.told {
				t.Errorf("of a file that is gone: %v", told)
			}
			if rows := response.Responses["rows"]; (rows.Error == nil) != c.rows {
				t.Errorf("rows: %v", rows.Error)
			} else if !c.rows && (rows.Status != http.StatusForbidden || !strings.Contains(rows.Error.Error(), "nobody is signed in")) {
				t.Errorf("rows: %d %v", rows.Status, rows.Error)
			}
			if response, err = outside.QueryData(context.Background(), &c.request); err != nil {
				t.Fatal(err)
			}
			if told := response.Responses["gone"].Error; told == nil || strings.Contains(told.Error(), "/etc") != c.told {
				t.Errorf("of a folder that is not allowed: %v", told)
			}
		})
	}
}

// The statement in the inspector names files as the data source's settings do, and not where they lie on the server.
func TestStatementsNameNoFolder(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "day", "log.csv"), courseLog)
	d := open(t, root, map[string]any{"models": []any{map[string]any{"name": "iris", "source": map[string]any{"file": "day/*.csv"}, "time": "time",
		"features": []any{map[string]any{"name": "sepal_length"}}}}})
	response, err := d.QueryData(context.Background(), &backend.QueryDataRequest{PluginContext: backend.PluginContext{User: &backend.User{Role: "Admin"}},
		Queries: []backend.DataQuery{{RefID: "A", JSON: []byte(`{"queryType": "rows"}`),
			TimeRange: backend.TimeRange{From: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 1, 3, 0, 0, 0, 0, time.UTC)}}}})
	if err != nil || response.Responses["A"].Error != nil {
		t.Fatal(err, response.Responses["A"].Error)
	}
	if statement := response.Responses["A"].Frames[0].Meta.ExecutedQueryString; !strings.Contains(statement, "'day/log.csv'") || strings.Contains(statement, root) {
		t.Error(statement)
	}
}

// A dashboard whose time range is changed takes its queries back: they did not fail.
func TestACancelledRequestIsNoFailure(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "log.csv"), courseLog)
	d := open(t, root, map[string]any{"models": []any{map[string]any{"name": "iris", "source": map[string]any{"file": "log.csv"}, "time": "time",
		"features": []any{map[string]any{"name": "sepal_length"}}}}})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	response, err := d.QueryData(ctx, &backend.QueryDataRequest{Queries: []backend.DataQuery{{RefID: "A", JSON: []byte(`{}`)}}})
	if response != nil || backend.RequestStatusFromQueryDataResponse(response, err) != backend.RequestStatusCancelled {
		t.Errorf("%v, %v", response, err)
	}
}

func TestRemarksInARow(t *testing.T) {
	for want, remarks := range map[string][]string{
		"":                             {""},
		"9 rows; some are late":        {"9 rows", "some are late"},
		"9 rows. Two are late. Look.":  {"9 rows", "Two are late.", "Look."},
		"Two are late. some are early": {"Two are late.", "some are early"},
	} {
		if got := inARow(remarks); got != want {
			t.Errorf("%q is not %q", got, want)
		}
	}
}
