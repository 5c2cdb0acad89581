package plugin

import (
	"context"
	"fmt"
	"math"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tideline-ml/tideline/pkg/model"
)

// photoServers put the log of these tests on real servers, one line each: the variable that names the server by a URL with user and password
// (npm run engines), and what makes a table there.
var photoServers = map[string]struct {
	variable string
	load     func(t *testing.T, server *url.URL, log []photo) (model.StoreSettings, model.Source)
}{
	"postgres": {"TIDELINE_POSTGRES_URL", photosOnPostgres},
}

// The same model gives the same frames wherever its log lies: those that TestGolden keeps.
func TestSameFramesOnServers(t *testing.T) {
	for engine, s := range photoServers {
		t.Run(engine, func(t *testing.T) {
			u := serverOf(t, s.variable)
			settings, source := s.load(t, u, photoLog())
			settings.Engine, settings.User = engine, u.User.Username()
			password, _ := u.User.Password()
			st, id, err := openServer(settings, map[string]string{secretPassword: password}, false)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { st.Close() })
			a := photoAnalysisOver(st, source, id)
			for name, q := range goldenQueries {
				t.Run(name, func(t *testing.T) {
					response := put(t, a, admin, q)
					if response.Error != nil {
						t.Fatal(response.Error)
					}
					golden(t, name, response.Frames)
				})
			}
		})
	}
}

func serverOf(t *testing.T, variable string) *url.URL {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		t.Skip(variable + " names no server: npm run engines starts one")
	}
	if *update {
		t.Skip("the frames that are kept are DuckDB's")
	}
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func photosOnPostgres(t *testing.T, server *url.URL, log []photo) (model.StoreSettings, model.Source) {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, server.String())
	if err != nil {
		t.Fatal(err)
	}
	run := func(statement string) {
		if _, err := conn.Exec(ctx, statement); err != nil {
			t.Fatal(err)
		}
	}
	schema := fmt.Sprintf("photos_%d", time.Now().UnixNano())
	run("CREATE SCHEMA " + schema)
	t.Cleanup(func() {
		run("DROP SCHEMA " + schema + " CASCADE")
		conn.Close(ctx)
	})
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
	return model.StoreSettings{URL: server.Host, Database: strings.TrimPrefix(server.Path, "/"), TLS: model.TLSSettings{Mode: "disable"}}, model.Source{Table: schema + ".photos"}
}
