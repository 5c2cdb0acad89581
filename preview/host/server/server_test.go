package server

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/go-hclog"
)

const testPlugin = "../../testplugin"

// built is a folder with the test plugin, its backend compiled.
var built string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		folder, err := os.MkdirTemp("", "preview-test-")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(folder)
		built = folder
		if err := os.CopyFS(built, os.DirFS(filepath.Join(testPlugin, "plugins"))); err != nil {
			panic(err)
		}
		executable := filepath.Join(built, "datasource", fmt.Sprintf("gpx_test_%s_%s", runtime.GOOS, runtime.GOARCH))
		if out, err := exec.Command("go", "build", "-o", executable, testPlugin).CombinedOutput(); err != nil {
			panic(string(out))
		}
		return m.Run()
	}())
}

// start serves the test plugin with its provisioning.
func start(t *testing.T, role string) *httptest.Server {
	t.Helper()
	t.Setenv("PREVIEW_TEST_GREETING", "good day")
	t.Setenv("PREVIEW_TEST_PASSWORD", "secret")
	t.Setenv("GF_PLUGIN_DATA_DIRECTORIES", "/data")
	page := t.TempDir()
	if err := os.WriteFile(filepath.Join(page, "main.js"), []byte("// the page"), 0o644); err != nil {
		t.Fatal(err)
	}
	s, err := New(Options{Provisioning: filepath.Join(testPlugin, "provisioning"), Plugins: built, Page: page, Role: role, URL: "http://localhost/",
		Logger: hclog.NewNullLogger()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	web := httptest.NewServer(s.Handler())
	t.Cleanup(web.Close)
	return web
}

// call returns the status and the decoded body of an answer.
func call(t *testing.T, method, url, body string) (int, map[string]any) {
	t.Helper()
	status, text := callText(t, method, url, body)
	var decoded map[string]any
	if err := json.Unmarshal([]byte(text), &decoded); err != nil {
		t.Fatalf("%s %s: %d %s", method, url, status, text)
	}
	return status, decoded
}

func callText(t *testing.T, method, url, body string) (int, string) {
	t.Helper()
	request, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Cookie", "session=1")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

// dig walks into a decoded answer: keys and indices, separated by dots.
func dig(t *testing.T, from any, path string) any {
	t.Helper()
	for _, key := range strings.Split(path, ".") {
		switch at := from.(type) {
		case map[string]any:
			from = at[key]
		case []any:
			var i int
			if _, err := fmt.Sscan(key, &i); err != nil || i >= len(at) {
				t.Fatalf("no %s in %v", key, at)
			}
			from = at[i]
		default:
			t.Fatalf("no %s of %s in %v", key, path, from)
		}
	}
	return from
}

func TestQuery(t *testing.T) {
	web := start(t, "Admin")
	status, got := call(t, "POST", web.URL+"/api/ds/query", `{"from":"now-1h","to":"now","queries":[
		{"refId":"A","datasource":{"uid":"test"},"name":"amber","maxDataPoints":3.0,"intervalMs":"60000"},
		{"refId":"B","datasourceId":2,"want":"number","value":7},
		{"refId":"C","want":"number","value":8}]}`)
	if status != 200 {
		t.Fatalf("%d %v", status, got)
	}
	times := dig(t, got, "results.A.frames.0.data.values.0").([]any)
	if len(times) != 3 {
		t.Errorf("%d points", len(times))
	}
	if begin := time.UnixMilli(int64(times[0].(float64))); time.Since(begin) < 59*time.Minute || time.Since(begin) > 61*time.Minute {
		t.Errorf("begins at %v", begin)
	}
	if v := dig(t, got, "results.B.frames.0.data.values.0.0"); v != 7.0 {
		t.Errorf("B is %v", v)
	}
	if v := dig(t, got, "results.C.frames.0.data.values.0.0"); v != 8.0 {
		t.Errorf("C goes to the default data source: %v", v)
	}
}

func TestQueryWithAnError(t *testing.T) {
	web := start(t, "Admin")
	status, got := call(t, "POST", web.URL+"/api/ds/query", `{"from":"now-1h","to":"now","queries":[
		{"refId":"A","datasource":{"uid":"test"},"want":"number","value":1},
		{"refId":"B","datasource":{"uid":"test"},"want":"error"}]}`)
	if status != 400 || dig(t, got, "results.B.error") != "asked to fail" || dig(t, got, "results.A.frames.0.data.values.0.0") != 1.0 {
		t.Errorf("one error makes it 400, with the other result in it: %d %v", status, got)
	}
}

func TestQueryMistakes(t *testing.T) {
	web := start(t, "Admin")
	for body, want := range map[string]int{
		`{`:              400,
		`{"queries":[]}`: 400,
		`{"queries":[{"datasource":{"uid":"nobody"}}]}`:                404,
		`{"from":"yesterday","to":"now","queries":[{"refId":"A"}]}`:    400,
		`{"from":"0","to":"now","queries":[{"datasource":{"uid":5}}]}`: 200,
	} {
		if status, got := call(t, "POST", web.URL+"/api/ds/query", body); status != want {
			t.Errorf("%s: %d %v, want %d", body, status, got, want)
		}
	}
}

func TestTimeRanges(t *testing.T) {
	noon := "2026-03-01T12:00:00Z"
	for _, c := range []struct{ from, to, begin, end string }{
		{"1772366400000", "1772370000000", noon, "2026-03-01T13:00:00Z"},
		{noon, "2026-03-01T13:00:00Z", noon, "2026-03-01T13:00:00Z"},
	} {
		got, err := parseTimeRange(c.from, c.to)
		if err != nil || got.From.UTC().Format(time.RFC3339) != c.begin || got.To.UTC().Format(time.RFC3339) != c.end {
			t.Errorf("%+v: %v, error %v", c, got, err)
		}
	}
	day, err := parseTimeRange("now/d", "now/d")
	if err != nil || day.To.Sub(day.From) < 23*time.Hour {
		t.Errorf("today is %v, error %v", day, err)
	}
}

func TestHealthFollowsEdits(t *testing.T) {
	web := start(t, "Admin")
	health := web.URL + "/api/datasources/uid/test/health"
	status, got := call(t, "GET", health, "")
	if status != 200 || got["status"] != "OK" || got["message"] != "good day" || dig(t, got, "details.secret") != "secret" {
		t.Fatalf("%d %v", status, got)
	}
	if status, got = call(t, "PUT", web.URL+"/api/datasources/uid/test", `{"name":"Test","jsonData":{},"secureJsonData":{"password":"new"}}`); status != 200 {
		t.Fatalf("%d %v", status, got)
	}
	if status, got = call(t, "GET", health, ""); status != 400 || got["status"] != "ERROR" || got["message"] != "no greeting" {
		t.Errorf("the edited data source is checked, and what is not well is 400: %d %v", status, got)
	}
	if status, got = call(t, "PUT", web.URL+"/api/datasources/uid/test", `{"jsonData":{"greeting":"late"},"version":1}`); status != 409 {
		t.Errorf("a change of what has been changed since it was read is refused: %d %v", status, got)
	}
	if status, got = call(t, "PUT", web.URL+"/api/datasources/uid/test", `{"jsonData":{"greeting":"hi"},"version":2}`); status != 200 || dig(t, got, "datasource.version") != 3.0 {
		t.Errorf("a change of what was just read: %d %v", status, got)
	}
	if status, got = call(t, "PUT", web.URL+"/api/datasources/uid/P8B88A85089561B79", `{}`); status != 403 {
		t.Errorf("a data source that is not editable stays as it is: %d %v", status, got)
	}
	_, text := callText(t, "GET", web.URL+"/api/datasources/uid/test", "")
	if strings.Contains(text, "new") || strings.Contains(text, "secret\"") {
		t.Errorf("no secret leaves the host: %s", text)
	}
}

func TestResources(t *testing.T) {
	web := start(t, "Viewer")
	status, got := call(t, "POST", web.URL+"/api/datasources/uid/test/resources/call?a=b%20c", `{"x":1}`)
	if status != 200 || got["method"] != "POST" || got["url"] != "call?a=b%20c" || got["body"] != `{"x":1}` || got["role"] != "Viewer" || got["org"] != 1.0 {
		t.Errorf("%d %v", status, got)
	}
	if got["cookie"] != nil {
		t.Error("a browser's cookies are not the plugin's affair")
	}
	if status, got = call(t, "GET", web.URL+"/api/datasources/uid/test/resources/nothing", ""); status != 404 || got["message"] != "there is no nothing" {
		t.Errorf("%d %v", status, got)
	}
	_, names := callText(t, "GET", web.URL+"/api/datasources/uid/test/resources/environment", "")
	for name, want := range map[string]bool{`"GF_PLUGIN_DATA_DIRECTORIES"`: true, `"GF_VERSION"`: true, `"PREVIEW_TEST_PASSWORD"`: false, `"PATH"`: false} {
		if strings.Contains(names, name) != want {
			t.Errorf("%s in the plugin's environment: %v", name, !want)
		}
	}
}

func TestSettingsAreForAdministrators(t *testing.T) {
	web := start(t, "Viewer")
	for _, asked := range [][2]string{
		{"GET", "/api/datasources"}, {"GET", "/api/datasources/uid/test"}, {"PUT", "/api/datasources/uid/test"},
		{"POST", "/api/plugins/preview-test-app/settings"},
	} {
		if status, _ := call(t, asked[0], web.URL+asked[1], `{}`); status != 403 {
			t.Errorf("%v: %d", asked, status)
		}
	}
}

func TestDeadPluginComesBack(t *testing.T) {
	web := start(t, "Admin")
	process := func() any {
		status, got := call(t, "GET", web.URL+"/api/datasources/uid/test/resources/call", "")
		if status != 200 {
			return nil
		}
		return got["process"]
	}
	before := process()
	if status, _ := call(t, "POST", web.URL+"/api/ds/query", `{"queries":[{"refId":"A","datasource":{"uid":"test"},"want":"death"}]}`); status != 500 {
		t.Errorf("a query whose plugin dies is %d", status)
	}
	for deadline := time.Now().Add(15 * time.Second); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		if after := process(); after != nil && after != before {
			return
		}
	}
	t.Error("the plugin did not come back")
}

func TestDashboards(t *testing.T) {
	web := start(t, "Viewer")
	_, text := callText(t, "GET", web.URL+"/api/search?type=dash-db&query=PANELS", "")
	if !strings.Contains(text, `"url":"/d/preview-test/all-panels"`) || strings.Contains(text, "preview-other") {
		t.Error(text)
	}
	if _, text = callText(t, "GET", web.URL+"/api/search?type=dash-db&tag=test&tag=other", ""); text != "[]" {
		t.Errorf("all tags are asked for: %s", text)
	}
	status, got := call(t, "GET", web.URL+"/api/dashboards/uid/preview-test", "")
	if status != 200 || dig(t, got, "dashboard.title") != "All panels" || dig(t, got, "meta.folderTitle") != "Tests" {
		t.Errorf("%d %v", status, got["meta"])
	}
	if status, _ = call(t, "GET", web.URL+"/api/dashboards/uid/none", ""); status != 404 {
		t.Errorf("an unknown dashboard is %d", status)
	}
}

func TestRules(t *testing.T) {
	web := start(t, "Viewer")
	status, got := call(t, "GET", web.URL+"/api/prometheus/grafana/api/v1/rules", "")
	if status != 200 {
		t.Fatalf("%d %v", status, got)
	}
	states := map[string]string{}
	for _, rule := range dig(t, got, "data.groups.0.rules").([]any) {
		states[dig(t, rule, "uid").(string)] = fmt.Sprint(dig(t, rule, "state"), " ", dig(t, rule, "health"))
	}
	want := map[string]string{"math": "firing ok", "reduced": "pending ok", "quiet": "inactive ok", "failing": "firing error"}
	for uid, state := range want {
		if states[uid] != state {
			t.Errorf("rule %s is %q, want %q", uid, states[uid], state)
		}
	}
	alert := dig(t, got, "data.groups.0.rules.0.alerts.0")
	if dig(t, alert, "labels.feature") != "amber" || dig(t, alert, "labels.team") != "blue" || dig(t, alert, "values.A") != 1.5 {
		t.Errorf("%v", alert)
	}
}

func TestFiles(t *testing.T) {
	web := start(t, "Viewer")
	for path, want := range map[string]int{
		"/public/plugins/preview-test-datasource/module.js":                                       200,
		"/public/plugins/preview-test-datasource/plugin.json":                                     200,
		"/public/plugins/preview-test-datasource/../module.js":                                    404,
		"/public/plugins/preview-test-datasource/..%2fmodule.js":                                  400,
		"/public/plugins/preview-test-datasource/gpx_test_" + runtime.GOOS + "_" + runtime.GOARCH: 404,
		"/public/plugins/nobody/module.js":                                                        404,
		"/public/build/img/icons/unicons/missing.svg":                                             200,
		"/public/preview/main.js":                                                                 200,
		"/public/other.js":                                                                        404,
		"/api/other":                                                                              404,
		"/d/preview-test":                                                                         200,
	} {
		if status, _ := callText(t, "GET", web.URL+path, ""); status != want {
			t.Errorf("%s: %d, want %d", path, status, want)
		}
	}
}

func TestPageCarriesItsBootData(t *testing.T) {
	web := start(t, "Editor")
	_, text := callText(t, "GET", web.URL+"/d/preview-test?theme=light", "")
	for _, part := range []string{`"theme":"light"`, `"orgRole":"Editor"`, `"preview-test-panel"`, `"module":"public/plugins/preview-test-datasource/module.js"`} {
		if !strings.Contains(text, part) {
			t.Errorf("no %s in the page", part)
		}
	}
	if strings.Contains(text, "secret") {
		t.Error("no secret reaches the browser")
	}
}

func TestOtherSitesAreRefused(t *testing.T) {
	web := start(t, "Admin")
	for name, change := range map[string]func(*http.Request){
		"another name":   func(r *http.Request) { r.Host = "example.org" },
		"another origin": func(r *http.Request) { r.Header.Set("Origin", "http://example.org") },
	} {
		request, _ := http.NewRequest("GET", web.URL+"/api/datasources", nil)
		change(request)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != 403 {
			t.Errorf("%s: %d", name, response.StatusCode)
		}
	}
}

func TestLocalNames(t *testing.T) {
	hosts := []string{"localhost:3000", "127.0.0.1:3000", "[::1]:3000", "localhost", "example.org:3000", "localhost.example.org", "127.0.0.1.example.org"}
	mine := slices.DeleteFunc(slices.Clone(hosts), func(host string) bool { return !local(host) })
	if !slices.Equal(mine, hosts[:4]) {
		t.Errorf("%v", mine)
	}
}
