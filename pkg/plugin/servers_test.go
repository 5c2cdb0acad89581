package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/jackc/pgx/v5"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store/server"
	"github.com/tideline-ml/tideline/pkg/store/server/servertest"
	"github.com/tideline-ml/tideline/pkg/store/sql"
	"github.com/tideline-ml/tideline/pkg/store/trino"
)

// photoServers put the log of these tests on real servers, one line each: the variable that names the server by a URL with user and password
// (npm run engines), and what makes a table there.
var photoServers = map[string]struct {
	variable string
	load     func(t *testing.T, server *url.URL, log []photo) model.Source
}{
	"postgres":   {"TIDELINE_POSTGRES_URL", photosOnPostgres},
	"clickhouse": {"TIDELINE_CLICKHOUSE_URL", photosOnClickHouse},
	"trino":      {"TIDELINE_TRINO_URL", photosOnTrino},
}

// The same model gives the same frames wherever its log lies: those that TestGolden keeps.
func TestSameFramesOnServers(t *testing.T) {
	for engine := range photoServers {
		t.Run(engine, func(t *testing.T) {
			settings, secrets, source := photosOn(t, engine)
			st, id, err := openServer(settings, secrets, false)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { st.Close() })
			if tables, more, err := st.(*server.Store).Tables(t.Context()); err != nil || more || !slices.Contains(tables, source.Table) {
				t.Errorf("tables to choose from: %q, %t, %v; %q is not among them", tables, more, err, source.Table)
			}
			goldens(t, photoAnalysisOver(st, source, id))
		})
	}
}

// photosOn puts the log of these tests on a server, and gives what a data source's settings say of it.
func photosOn(t *testing.T, engine string) (settings model.StoreSettings, secrets map[string]string, source model.Source) {
	t.Helper()
	s := photoServers[engine]
	u := servertest.URL(t, s.variable)
	if *update {
		t.Skip("the frames that are kept are DuckDB's")
	}
	settings, secrets = reached(t, engine, u)
	return settings, secrets, s.load(t, u, photoLog())
}

// reached is what settings and secrets say of a server. One with a certificate of its own authority is spoken to over TLS.
func reached(t *testing.T, engine string, u *url.URL) (model.StoreSettings, map[string]string) {
	t.Helper()
	password, _ := u.User.Password()
	settings := model.StoreSettings{Engine: engine, URL: u.Host, User: u.User.Username(), Database: strings.TrimPrefix(u.Path, "/")}
	authority := authorityOf(t, engine)
	if authority == "" {
		settings.TLS.Mode = "disable"
	}
	return settings, map[string]string{secretPassword: password, secretCA: authority}
}

// authorityOf is the certificate of the authority of an engine's server, if it has one: npm run engines names its file beside the URL.
func authorityOf(t *testing.T, engine string) string {
	t.Helper()
	file := os.Getenv("TIDELINE_" + strings.ToUpper(engine) + "_CA")
	if file == "" {
		return ""
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem)
}

// onPostgres runs statements that write, until the test ends.
func onPostgres(t *testing.T, server *url.URL) (run func(statement string)) {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, server.String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(ctx) })
	return func(statement string) {
		t.Helper()
		if _, err := conn.Exec(ctx, statement); err != nil {
			t.Fatal(err)
		}
	}
}

// onClickHouse runs statements that write.
func onClickHouse(t *testing.T, server *url.URL) (run func(statement string)) {
	return func(statement string) {
		t.Helper()
		response, err := http.Post((&url.URL{Scheme: "http", User: server.User, Host: server.Host, Path: "/"}).String(), "text/plain", strings.NewReader(statement))
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		if said, _ := io.ReadAll(response.Body); response.StatusCode != http.StatusOK {
			t.Fatalf("%s", said)
		}
	}
}

func photosOnPostgres(t *testing.T, server *url.URL, log []photo) model.Source {
	t.Helper()
	run := onPostgres(t, server)
	schema := fmt.Sprintf("photos_%d", time.Now().UnixNano())
	run("CREATE SCHEMA " + schema)
	t.Cleanup(func() { run("DROP SCHEMA " + schema + " CASCADE") })
	run("CREATE TABLE " + schema + ".photos (time timestamptz, id text, brightness float8, aspect float8, device text, predicted bigint)")
	rows := make([]string, len(log))
	for i, p := range log {
		brightness := "NULL"
		if !math.IsNaN(p.brightness) {
			brightness = fmt.Sprint(p.brightness)
		}
		rows[i] = fmt.Sprintf("('%s', '%s', %s, %v, '%s', %s)", p.time.Format(time.RFC3339), p.id, brightness, p.aspect, p.device, p.predict)
	}
	run("INSERT INTO " + schema + ".photos VALUES " + strings.Join(rows, ", "))
	return model.Source{Table: schema + ".photos"}
}

// tableOnClickHouse makes a table for the time of a test.
func tableOnClickHouse(t *testing.T, server *url.URL, name, columns, order string) (run func(statement string), table string) {
	t.Helper()
	run = onClickHouse(t, server)
	table = fmt.Sprintf("tideline.%s_%d", name, time.Now().UnixNano())
	run("CREATE TABLE " + table + " (" + columns + ") ENGINE = MergeTree ORDER BY " + order)
	t.Cleanup(func() { run("DROP TABLE " + table) })
	return run, table
}

func photosOnClickHouse(t *testing.T, server *url.URL, log []photo) model.Source {
	t.Helper()
	run, table := tableOnClickHouse(t, server, "photos",
		"time DateTime64(3, 'UTC'), id String, brightness Nullable(Float64), aspect Float64, device LowCardinality(String), predicted Int64", "time")
	rows := make([]string, len(log))
	for i, p := range log {
		brightness := "NULL"
		if !math.IsNaN(p.brightness) {
			brightness = fmt.Sprint(p.brightness)
		}
		rows[i] = fmt.Sprintf("('%s', '%s', %s, %v, '%s', %s)", p.time.UTC().Format(time.DateTime), p.id, brightness, p.aspect, p.device, p.predict)
	}
	run("INSERT INTO " + table + " VALUES " + strings.Join(rows, ", "))
	return model.Source{Table: table}
}

func photosOnTrino(t *testing.T, server *url.URL, log []photo) model.Source {
	t.Helper()
	run := onTrino(t, server)
	table := fmt.Sprintf("default.photos_%d", time.Now().UnixNano())
	run("CREATE TABLE " + table + " (time timestamp(3) with time zone, id varchar, brightness double, aspect double, device varchar(20), predicted bigint)")
	t.Cleanup(func() { run("DROP TABLE " + table) })
	rows := make([]string, len(log))
	for i, p := range log {
		brightness := "NULL"
		if !math.IsNaN(p.brightness) {
			brightness = fmt.Sprintf("DOUBLE '%v'", p.brightness)
		}
		rows[i] = fmt.Sprintf("(TIMESTAMP '%s UTC', '%s', %s, DOUBLE '%v', '%s', %s)", p.time.UTC().Format(time.DateTime), p.id, brightness, p.aspect, p.device, p.predict)
	}
	run("INSERT INTO " + table + " VALUES " + strings.Join(rows, ", "))
	return model.Source{Table: table}
}

// onTrino runs statements that write, until the test ends.
func onTrino(t *testing.T, at *url.URL) (run func(statement string)) {
	t.Helper()
	settings, secrets := reached(t, "trino", at)
	encryption, err := server.NewTLS("", at.Hostname(), server.TLSFiles{CA: secrets[secretCA]})
	if err != nil {
		t.Fatal(err)
	}
	e, err := trino.Open(server.Config{URL: settings.URL, Database: settings.Database, User: settings.User, Password: secrets[secretPassword], TLS: encryption})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return func(statement string) {
		t.Helper()
		rows, err := e.Query(context.Background(), sql.Statement{Text: statement})
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
		}
		if rows.Err() != nil {
			t.Fatal(rows.Err())
		}
	}
}

// away is a data source whose server does not answer.
func away(t *testing.T, secrets map[string]string) *Datasource {
	t.Helper()
	raw, err := json.Marshal(model.Settings{
		Store: model.StoreSettings{Engine: "postgres", URL: "127.0.0.1:1", Database: "logs", User: "tideline_reader", TLS: model.TLSSettings{Mode: "disable"}},
		Models: []model.Model{{Name: "photos", Source: model.Source{Table: "photos"}, Time: "time", Features: []model.Feature{{Name: "brightness"}},
			Reference: model.References{{From: "2026-03-01", To: "2026-03-21"}}}}})
	if err != nil {
		t.Fatal(err)
	}
	ctx := backend.WithPluginContext(context.Background(), backend.PluginContext{OrgID: 1})
	instance, err := New(ctx, backend.DataSourceInstanceSettings{JSONData: raw, DecryptedSecureJSONData: secrets})
	if err != nil {
		t.Fatal(err)
	}
	d := instance.(*Datasource)
	t.Cleanup(d.Dispose)
	return d
}

// Who may edit is told which server did not answer; viewers and alert rules are told that it did not.
func TestServerErrorsNameNoServerToViewers(t *testing.T) {
	d := away(t, map[string]string{secretPassword: "open sesame"})
	if d.problem != nil {
		t.Fatal(d.problem)
	}
	ask := func(role string) string {
		response, err := d.QueryData(context.Background(), &backend.QueryDataRequest{PluginContext: backend.PluginContext{OrgID: 1, User: &backend.User{Role: role}},
			Queries: []backend.DataQuery{{RefID: "A", JSON: []byte(`{"format": "table", "model": "photos"}`), TimeRange: backend.TimeRange{From: logStart, To: logNow}}}})
		if err != nil {
			t.Fatal(err)
		}
		if response.Responses["A"].Error == nil {
			t.Fatal("there was no error")
		}
		return response.Responses["A"].Error.Error()
	}
	if said := ask("Admin"); !strings.Contains(said, "127.0.0.1:1 cannot be reached") || strings.Contains(said, "sesame") {
		t.Errorf("an administrator is told %q", said)
	}
	health := func(role string) string {
		result, err := d.CheckHealth(context.Background(), &backend.CheckHealthRequest{PluginContext: backend.PluginContext{User: &backend.User{Role: role}}})
		if err != nil {
			t.Fatal(err)
		}
		if result.Status != backend.HealthStatusError {
			t.Errorf("the data source is healthy: %s", result.Message)
		}
		return result.Message + string(result.JSONDetails)
	}
	if said := health("Admin"); !strings.Contains(said, "127.0.0.1:1 cannot be reached") || strings.Contains(said, "sesame") {
		t.Errorf("the health check tells an administrator %q", said)
	}
	for _, said := range []string{ask("Viewer"), health("Viewer")} {
		for _, secret := range []string{"127.0.0.1", "tideline_reader", "logs", "SELECT", "sesame"} {
			if strings.Contains(said, secret) {
				t.Errorf("a viewer is told %q", said)
			}
		}
	}
}

// Secrets that are saved go to no other server than the one they were saved for, and those of settings that are wrong to none.
func TestSecretsGoToTheirServer(t *testing.T) {
	asked := make(chan string, 10)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			// A server that asks for the password as it is.
			buffer := make([]byte, 4096)
			conn.Read(buffer)
			conn.Write([]byte{'R', 0, 0, 0, 8, 0, 0, 0, 3})
			n, _ := conn.Read(buffer)
			asked <- string(buffer[:n])
			conn.Close()
		}
	}()
	d := away(t, map[string]string{secretPassword: "open sesame"})
	body := `{"store": {"engine": "postgres", "url": "` + listener.Addr().String() + `", "database": "logs", "user": "tideline_reader", "tls": {"mode": "disable"}}, "source": {"table": "photos"}%s}`
	status, _ := ask(t, d, "Admin", "POST", "schema", fmt.Sprintf(body, ""))
	if got := <-asked; status != 400 || strings.Contains(got, "sesame") {
		t.Errorf("status %d; another server was told %q", status, got)
	}
	ask(t, d, "Admin", "POST", "schema", fmt.Sprintf(body, `, "secrets": {"password": "typed anew"}`))
	if got := <-asked; !strings.Contains(got, "typed anew") {
		t.Errorf("what was typed did not reach the server: %q", got)
	}
	if status, said := ask(t, d, "Editor", "POST", "schema", fmt.Sprintf(body, "")); status != 403 {
		t.Errorf("an editor may try settings: %d %s", status, said)
	}
}

// A cache is shared by data sources: what one knows by its password is nothing to another with the wrong one.
func TestServersAreNamedByTheirSecrets(t *testing.T) {
	s := model.StoreSettings{Engine: "postgres", URL: "db", Database: "logs", User: "reader"}
	names := map[string]bool{}
	for _, password := range []string{"right", "wrong", "right"} {
		st, name, err := openServer(s, map[string]string{secretPassword: password}, false)
		if err != nil {
			t.Fatal(err)
		}
		st.Close()
		if names[name] = true; strings.Contains(name, password) {
			t.Errorf("%s tells the password", name)
		}
	}
	if len(names) != 2 {
		t.Errorf("got %v", names)
	}
	for _, c := range []struct {
		change func(s *model.StoreSettings)
		words  string
	}{
		{func(s *model.StoreSettings) { s.URL = "" }, "store.url"},
		{func(s *model.StoreSettings) { s.URL = "reader:secret@db" }, "settings of their own"},
		{func(s *model.StoreSettings) { s.URL = "/var/run/postgresql" }, "host:port alone"},
		{func(s *model.StoreSettings) { s.URL = "db:99999" }, "99999"},
		{func(s *model.StoreSettings) { s.Timeout = "1h" }, "store.timeout"},
		{func(s *model.StoreSettings) { s.TLS.Mode = "prefer" }, "store.tls.mode"},
		{func(s *model.StoreSettings) { s.User = "" }, "store.user"},
		{func(s *model.StoreSettings) { s.Engine = "oracle" }, "this version knows"},
	} {
		changed := s
		c.change(&changed)
		if _, _, err := openServer(changed, nil, false); err == nil || !strings.Contains(err.Error(), c.words) {
			t.Errorf("%+v: got %v, want %s", changed, err, c.words)
		}
	}
}

// The health check says what was found on a server, without a model which server it is, and frames carry the statements.
func TestServerHealth(t *testing.T) {
	for engine := range photoServers {
		t.Run(engine, func(t *testing.T) {
			settings, secrets, source := photosOn(t, engine)
			open := func(models ...model.Model) *Datasource {
				raw, err := json.Marshal(model.Settings{Store: settings, Models: models})
				if err != nil {
					t.Fatal(err)
				}
				instance, err := New(context.Background(), backend.DataSourceInstanceSettings{JSONData: raw, DecryptedSecureJSONData: secrets})
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(instance.(*Datasource).Dispose)
				return instance.(*Datasource)
			}
			admin := backend.PluginContext{User: &backend.User{Role: "Admin"}}
			check := func(d *Datasource, words string) {
				t.Helper()
				result, err := d.CheckHealth(context.Background(), &backend.CheckHealthRequest{PluginContext: admin})
				if err != nil || result.Status != backend.HealthStatusOk || !strings.Contains(result.Message, words) {
					t.Errorf("%v, %+v; want %q", err, result, words)
				}
			}
			check(open(), " answers. No model is set up yet")
			d := open(model.Model{Name: "photos", Source: source, Time: "time", Features: []model.Feature{{Name: "brightness"}, {Name: "device"}},
				Reference: model.References{{From: "2026-03-01", To: "2026-03-21"}}})
			check(d, "1,860 rows")
			response, err := d.QueryData(context.Background(), &backend.QueryDataRequest{PluginContext: admin,
				Queries: []backend.DataQuery{{RefID: "A", JSON: []byte(`{"format": "table"}`), TimeRange: backend.TimeRange{From: logStart, To: logNow}}}})
			if err != nil || response.Responses["A"].Error != nil {
				t.Fatal(err, response.Responses["A"].Error)
			}
			if said := response.Responses["A"].Frames[0].Meta.ExecutedQueryString; !strings.Contains(said, "GROUP BY") || !strings.Contains(said, "photos") {
				t.Errorf("the statement is %q", said)
			}
		})
	}
}
