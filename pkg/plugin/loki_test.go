package plugin

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store/loki"
	"github.com/tideline-ml/tideline/pkg/store/loki/lokitest"
	"github.com/tideline-ml/tideline/pkg/store/server"
)

// formats are how the log of these tests may be written: the query of its lines, and a line.
var formats = map[string]struct {
	stages string
	line   func(fields [][2]string) lokitest.Line
}{
	"json": {"| json", func(fields [][2]string) lokitest.Line {
		all := map[string]any{}
		for _, f := range fields {
			if all[f[0]] = json.Number(f[1]); f[0] == "id" || f[0] == "device" {
				all[f[0]] = f[1]
			}
		}
		raw, err := json.Marshal(all)
		if err != nil {
			panic(err)
		}
		return lokitest.Line{Text: string(raw)}
	}},
	"logfmt": {`|= "ml.prediction" | logfmt`, func(fields [][2]string) lokitest.Line {
		text := `event=ml.prediction msg="answered \"a\" photo"`
		for _, f := range fields {
			text += " " + f[0] + "=" + f[1]
		}
		return lokitest.Line{Text: text}
	}},
	"structured metadata": {"", func(fields [][2]string) lokitest.Line {
		of := map[string]string{}
		for _, f := range fields {
			of[f[0]] = f[1]
		}
		return lokitest.Line{Text: "ml.prediction", Metadata: of}
	}},
	"pattern, renamed": {"| pattern `<id> <device> <ratio> <predicted> <rest>` | label_format aspect=ratio | rest != `` | line_format `{{.rest}}` | logfmt", func(fields [][2]string) lokitest.Line {
		at := map[string]string{}
		for _, f := range fields {
			at[f[0]] = f[1]
		}
		text := strings.Join([]string{at["id"], at["device"], at["aspect"], at["predicted"], "more=1"}, " ")
		if at["brightness"] != "" {
			text += " brightness=" + at["brightness"]
		}
		return lokitest.Line{Text: text}
	}},
}

// photosOnLoki puts the log of these tests in a Loki, and gives the selector of its stream.
func photosOnLoki(t *testing.T, s *lokitest.Server, name string, line func([][2]string) lokitest.Line) string {
	t.Helper()
	service := fmt.Sprintf("photos-%s-%d", strings.Fields(name)[0][:4], time.Now().UnixNano())
	var lines []lokitest.Line
	for _, p := range photoLog() {
		fields := [][2]string{{"id", p.id}, {"device", p.device}, {"aspect", strconv.FormatFloat(p.aspect, 'f', -1, 64)}, {"predicted", p.predict}}
		if !math.IsNaN(p.brightness) {
			fields = append(fields, [2]string{"brightness", strconv.FormatFloat(p.brightness, 'f', -1, 64)})
		}
		l := line(fields)
		l.At = p.time
		lines = append(lines, l)
	}
	s.Push(t, map[string]string{"service_name": service}, lines)
	selector := fmt.Sprintf("{service_name=%q}", service)
	for month := range 2 { // a query is no longer than 30 days
		from, to := logStart.AddDate(0, 0, 20*month), logStart.AddDate(0, 0, min(logDays, 20*(month+1)))
		s.Flush(t, selector, from, to.Add(-time.Second), int(to.Sub(from).Hours())/24*rowsADay)
	}
	return selector
}

// The same model gives the same frames where its log is lines, however they are written and counted: those that TestGolden keeps.
func TestSameFramesOnLoki(t *testing.T) {
	s := lokitest.Start(t, nil)
	if *update {
		t.Skip("the frames that are kept are DuckDB's")
	}
	for name, format := range formats {
		t.Run(name, func(t *testing.T) {
			selector := photosOnLoki(t, s, name, format.line)
			ways := map[string][2]int{"as it is": {5_000, 50_000}}
			if name == "json" { // the query's own stages matter for what a line is, not for how it is counted
				ways["by query"] = [2]int{0, 50_000}
			}
			for way, lines := range ways {
				t.Run(way, func(t *testing.T) {
					st, err := loki.Open(server.Config{URL: s.URL})
					if err != nil {
						t.Fatal(err)
					}
					t.Cleanup(func() { st.Close() })
					st.(*loki.Store).Lines(lines[0], lines[1])
					goldens(t, photoAnalysisOver(st, model.Source{Table: strings.TrimSpace(selector + " " + format.stages)}, name+way))
				})
			}
		})
	}
}

// A model of lines from the settings page on; what lines cannot answer, and what is written wrongly, is said.
func TestAModelOfLines(t *testing.T) {
	s := lokitest.Start(t, nil)
	selector := photosOnLoki(t, s, "json", formats["json"].line)
	open := func(table string) *Datasource {
		settings := model.Settings{Store: model.StoreSettings{Engine: "loki", URL: s.URL, TLS: model.TLSSettings{Mode: "disable"}}, Models: []model.Model{photoModel(model.Source{Table: table})}}
		raw, err := json.Marshal(settings)
		if err != nil {
			t.Fatal(err)
		}
		instance, err := New(backend.WithPluginContext(t.Context(), backend.PluginContext{OrgID: 1}), backend.DataSourceInstanceSettings{JSONData: raw})
		if err != nil {
			t.Fatal(err)
		}
		d := instance.(*Datasource)
		t.Cleanup(d.Dispose)
		if d.problem != nil {
			t.Fatal(d.problem)
		}
		return d
	}
	d := open(selector + " | json")
	body, err := json.Marshal(map[string]any{"source": map[string]string{"table": selector + " | json"}})
	if err != nil {
		t.Fatal(err)
	}
	for path, says := range map[string]string{
		"/schema":   `{"name":"brightness","type":"number","kind":"numeric"`,
		"/schema ":  `{"name":"device","type":"text","kind":"categorical","samples":["new","old"]`,
		"/schema  ": `{"name":"time","type":"time of the line","kind":"timestamp"`,
		"/guess":    `"time":"time"`,
		"/guess ":   `"name":"photos-json`,
		"/preview":  `"columns":["time","aspect","brightness","device","id","predicted","service_name"]`,
	} {
		if _, said := ask(t, d, "Admin", http.MethodPost, strings.TrimSpace(path), string(body)); !strings.Contains(said, says) {
			t.Errorf("%s says %s, and not %s", path, said, says)
		}
	}
	health := func(d *Datasource) (backend.HealthStatus, string) {
		said, err := d.CheckHealth(t.Context(), &backend.CheckHealthRequest{PluginContext: backend.PluginContext{User: &backend.User{Role: "Admin"}}})
		if err != nil {
			t.Fatal(err)
		}
		return said.Status, said.Message
	}
	if status, said := health(d); status != backend.HealthStatusOk || !strings.Contains(said, "1,860 rows") {
		t.Errorf("health: %v %s", status, said)
	}
	for table, says := range map[string]string{
		`{service_name="nobody"} | json`:    `has no stream {service_name="nobody"}`,
		selector + " |= `nothing` | json":   "none of them passes |= `nothing` | json",
		selector + " | jsn":                 "is no LogQL that Loki understands: parse error",
		`service_name="photos"`:             "it does not begin with {",
		selector + " | pattern `<_> (<x>)`": `column: "brightness" is not known`,
		selector + " | unpack | logfmt":     `"brightness" is not known`,
		selector:                            `column: "brightness" is not known`,
	} {
		if status, said := health(open(table)); status != backend.HealthStatusError || !strings.Contains(said, says) {
			t.Errorf("health of %s: %v %s", table, status, said)
		}
	}
}
