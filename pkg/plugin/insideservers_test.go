package plugin

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store/server/servertest"
)

// recordServers put records of predictions in a column of JSON, one line a server (npm run engines).
var recordServers = map[string]struct {
	variable string
	load     func(t *testing.T, server *url.URL, records []string) (table string)
}{
	"postgres": {"TIDELINE_POSTGRES_URL", func(t *testing.T, server *url.URL, records []string) string {
		run := onPostgres(t, server)
		table := fmt.Sprintf("public.records_%d", time.Now().UnixNano())
		run("CREATE TABLE " + table + " (at timestamptz, payload jsonb)")
		t.Cleanup(func() { run("DROP TABLE " + table) })
		for i, record := range records {
			run(fmt.Sprintf("INSERT INTO %s VALUES (TIMESTAMPTZ '2026-01-01 00:00:00Z' + INTERVAL '%d hours', '%s')", table, i, record))
		}
		return table
	}},
	"clickhouse": {"TIDELINE_CLICKHOUSE_URL", func(t *testing.T, server *url.URL, records []string) string {
		run, table := tableOnClickHouse(t, server, "records", "at DateTime64(3, 'UTC'), payload JSON", "at")
		rows := make([]string, len(records))
		for i, record := range records {
			rows[i] = fmt.Sprintf("(toDateTime64('2026-01-01 00:00:00', 3, 'UTC') + INTERVAL %d HOUR, '%s')", i, record)
		}
		run("INSERT INTO " + table + " VALUES " + strings.Join(rows, ", "))
		return table
	}},
}

// What lies inside a server's column of JSON is guessed as that of files is, but for the time and the id, which have to be columns there.
func TestARecordOnAServerIsGuessed(t *testing.T) {
	for engine, s := range recordServers {
		t.Run(engine, func(t *testing.T) {
			u := servertest.URL(t, s.variable)
			records := make([]string, 96)
			for i := range records {
				records[i] = fmt.Sprintf(`{"timestamp": "2026-01-01T00:00:00Z", "request_id": "r%d", "input": {"brightness": 0.%d, "device": "%s"}, "output": {"label": "%d", "score": 0.5%d}}`,
					i, 10+i%80, []string{"pixel", "iphone"}[i%2], i%3, i%7)
			}
			settings, secrets := reached(t, engine, u)
			table := s.load(t, u, records)
			d := away(t, map[string]string{})
			question := func(m map[string]any) string {
				raw, err := json.Marshal(map[string]any{"store": settings, "secrets": secrets, "source": model.Source{Table: table}, "model": m})
				if err != nil {
					t.Fatal(err)
				}
				return string(raw)
			}
			_, guessed := ask(t, d, "Admin", "POST", "guess", question(nil))
			const want = `"time":"at","prediction":{"label":"payload.output.label","score":"payload.output.score"},"features":[{"name":"brightness","column":"payload.input.brightness","kind":"numeric"},` +
				`{"name":"device","column":"payload.input.device","kind":"categorical"}`
			if !strings.Contains(guessed, want) {
				t.Errorf("guessed %s", guessed)
			}
			var m map[string]any
			if err := json.Unmarshal([]byte(guessed), &m); err != nil {
				t.Fatal(err)
			}
			m["name"] = "m"
			if _, said := ask(t, d, "Admin", "POST", "check", question(m)); !strings.Contains(said, "96 rows from 2026-01-01 to 2026-01-04") || !strings.Contains(said, `"problems":[]`) {
				t.Errorf("step 5: %s", said)
			}
			m["time"] = "payload.timestamp"
			if _, said := ask(t, d, "Admin", "POST", "check", question(m)); !strings.Contains(said, `time: \"payload.timestamp\" lies inside a column, and on a server the time has to be a column of its own: make a view`) {
				t.Errorf("a time inside a column: %s", said)
			}
		})
	}
}
