package trino

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	_ "github.com/duckdb/duckdb-go/v2"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/server"
)

// lakeTable writes 60 days of a log as Parquet files, one a day, as a job without Trino would, and makes a table of them.
func lakeTable(t *testing.T, schema, name, partition string) model.Source {
	t.Helper()
	folder := filepath.Join(os.Getenv("TIDELINE_TRINO_LAKE"), schema, name)
	if err := os.MkdirAll(filepath.Dir(folder), 0o755); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(fmt.Sprintf(`COPY (SELECT TIMESTAMP '2026-01-01' + i * INTERVAL '1 minute' AS time, CAST(hash(i) %% 1000 AS DOUBLE) / 7 AS x, 'device ' || CAST(hash(i) %% 3 AS VARCHAR) AS device,
		%s AS dt FROM range(60 * 24 * 60) AS r (i)) TO '%s' (FORMAT parquet, PARTITION_BY (dt))`, partition, folder)); err != nil {
		t.Fatal(err)
	}
	run(t, fmt.Sprintf("CREATE TABLE lake.%[1]s.%[2]s (time timestamp(6), x double, device varchar, dt %[3]s) WITH (format = 'PARQUET', partitioned_by = ARRAY['dt'], external_location = 'local:///%[1]s/%[2]s')",
		schema, name, map[string]string{"days": "varchar", "numbers": "integer", "dates": "date"}[name]))
	run(t, fmt.Sprintf("CALL lake.system.sync_partition_metadata('%s', '%s', 'FULL')", schema, name))
	return model.Source{Table: schema + "." + name}
}

// fiveDays of the sixty that a log in a lake has.
func fiveDays() (windows []store.Window) {
	february := time.Date(2026, 2, 10, 0, 0, 0, 0, time.UTC)
	for day := range 5 {
		windows = append(windows, store.Window{From: february.AddDate(0, 0, day), To: february.AddDate(0, 0, day+1)})
	}
	return windows
}

// A lake of Parquet files, on both nodes: its partitions outside of a question's windows are not read where the model names what it is partitioned by.
func TestLake(t *testing.T) {
	if os.Getenv("TIDELINE_TRINO_LAKE") == "" {
		t.Skip("TIDELINE_TRINO_LAKE names no folder: npm run engines starts Trino with one")
	}
	c := configOf(t)
	c.Database, c.Timeout = "lake", time.Minute
	st := server.New(open(t, c))
	t.Cleanup(func() { st.Close() })
	schema := newSchema(t, "lake")
	ctx := context.Background()
	windows := fiveDays()
	var first []float64
	for name, partition := range map[string]string{
		"days":    "strftime(TIMESTAMP '2026-01-01' + i * INTERVAL '1 minute', '%Y-%m-%d')",
		"numbers": "CAST(strftime(TIMESTAMP '2026-01-01' + i * INTERVAL '1 minute', '%Y%m%d') AS INTEGER)",
		"dates":   "CAST(TIMESTAMP '2026-01-01' + i * INTERVAL '1 minute' AS DATE)",
	} {
		src := lakeTable(t, schema, name, partition)
		read := map[string]string{}
		for _, by := range []string{"", "dt"} {
			src.Partition = by
			result, err := st.Counts(ctx, store.CountsRequest{Relation: store.Relation{Source: src, Time: "time"}, Windows: windows,
				Columns: []store.CountColumn{{Column: store.Column{Name: "x"}}, {Column: store.Column{Name: "device"}}}})
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			for w := range windows {
				if result.Rows[0][w] != 24*60 || result.ByColumn[0].Err != nil || result.ByColumn[1].Err != nil {
					t.Errorf("%s: window %d has %v rows, %v", name, w, result.Rows[0][w], result.ByColumn[0].Err)
				}
			}
			if weights := result.ByColumn[0].Counts[0][0].W; first == nil {
				first = weights
			} else if fmt.Sprint(weights) != fmt.Sprint(first) {
				t.Errorf("%s: the same log is counted differently", name)
			}
			read[by] = partitions(t, result.Stats.SQL)
		}
		// Five days, and a day before and after them.
		days := strings.NewReplacer("-", "")
		if got, without := days.Replace(read["dt"]), days.Replace(read[""]); got != "20260209 to 20260215" || without != "20260101 to 20260301" {
			t.Errorf("%s: the partitions %s are read, and without naming them %s", name, read["dt"], read[""])
		}
	}
	for by, words := range map[string]string{"x": "is of type double, and no day", "device": `holds what is no day, such as "device`, "day": "does not exist"} {
		_, err := st.Extent(ctx, store.Relation{Source: model.Source{Table: schema + ".days", Partition: by}, Time: "time"})
		within(t, time.Second, func() error { return err }, "source.partition", words)
	}
}

var partitionKeys = regexp.MustCompile(`PARTITION_KEY\s+:: \[\[(.*)\]\]`)

// partitions are the first and the last partition that a statement reads, by the server's plan.
func partitions(t *testing.T, statement string) string {
	t.Helper()
	c := configOf(t)
	c.Database = "lake"
	e := open(t, c)
	defer e.Close()
	plan, err := e.all(context.Background(), "EXPLAIN "+statement)
	if err != nil {
		t.Fatal(err)
	}
	found := partitionKeys.FindStringSubmatch(plan[0][0].(string))
	if found == nil {
		t.Fatalf("the plan does not say what is read:\n%s", plan[0][0])
	}
	days := regexp.MustCompile(`[^\[\], ]+`).FindAllString(found[1], -1)
	return days[0] + " to " + days[len(days)-1]
}
