package duckdb

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"sync"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// A live log gets a new file every minute, and what was counted of last week stays true. So a window has a version of its own: that of the files that can hold its rows,
// by the least and greatest time that a Parquet file tells of itself. All other files can hold rows of any window.

// span is the least and greatest time of a file, on a clock.
type span struct {
	least, greatest int64
	known           bool // else there may be any
}

// stretches are the files of a source with their spans.
type stretches struct {
	clock *sql.Clock
	base  [16]byte // of what every window depends on
	whole string   // the version of all
	files []stretch

	mutex   sync.Mutex
	windows map[[2]int64]string // versions that were asked for
}

type stretch struct {
	span
	name [16]byte
}

// mostSpans bounds the files of which the span is remembered.
const mostSpans = 200_000

// Version names the paths, sizes and times of the files behind a relation.
func (s *Store) Version(ctx context.Context, rel store.Relation) (store.Version, error) {
	h := sha256.New()
	version := store.Version{Exact: true}
	sources := []model.Source{rel.Source}
	if rel.Join != nil {
		sources = append(sources, rel.Join.Source)
	}
	var main, late located
	for i, src := range sources {
		if src.SQL != "" {
			version.Exact = false
			fmt.Fprintf(h, "sql %q\n", src.SQL)
			continue
		}
		found, err := s.locate(src)
		if err != nil {
			return store.Version{}, err
		}
		for _, f := range found.files {
			fmt.Fprintf(h, "%q\n", f.key())
		}
		fmt.Fprintln(h)
		if i == 0 {
			main = found
		} else {
			late = found
		}
	}
	version.Key = hex.EncodeToString(h.Sum(nil)[:16])
	if !version.Exact || rel.Time == "" {
		return version, nil
	}
	of, err := s.stretches(ctx, rel, version.Key, main, late)
	if of != nil {
		version.Within = of.version
	}
	return version, err
}

// stretches finds the spans of a relation's files; nil where its windows cannot be told apart, and where its log cannot be read, which whoever reads it will say.
func (s *Store) stretches(ctx context.Context, rel store.Relation, whole string, main, late located) (*stretches, error) {
	zone := "UTC"
	if rel.Zone != nil {
		zone = rel.Zone.String()
	}
	cache := s.engine.files
	key := fmt.Sprintf("stretches %s %q %q %q %q %q %q %s", whole, rel.Time, rel.Source.Layout, rel.Source.Event, rel.Source.Model, rel.Source.Service, rel.Source.File, zone)
	cache.mutex.Lock()
	known, ok := cache.lists.get(key).(*stretches)
	cache.mutex.Unlock()
	if ok {
		return known, nil
	}
	var of *stretches
	err := s.retrying(ctx, func() ([]file, error) {
		t, err := s.tableOf(ctx, rel.Source, main)
		if err != nil {
			return main.files, err
		}
		if len(t.files) == 0 || t.files[0].format != parquetFormat {
			return nil, nil
		}
		if _, ok := t.Field(rel.Time); !ok {
			return nil, nil
		}
		clock, err := s.clock(ctx, t, rel)
		if err != nil {
			return t.files, err
		}
		of = &stretches{clock: clock, whole: whole, windows: map[[2]int64]string{}}
		spans, err := s.spans(ctx, clock, t)
		if err != nil {
			return t.files, err
		}
		for i, f := range t.files {
			of.files = append(of.files, stretch{spans[i], [16]byte(hashOf(f.key()))})
		}
		// Columns are those of all files together, where a file outside the folders named key=value makes them those inside the files; and a label may belong to any row.
		h := sha256.New()
		fmt.Fprintf(h, "%s %q\n", clock.Reads(), t.told.keys)
		for _, field := range t.Fields {
			fmt.Fprintf(h, "%q %q %d %q\n", field.Name, field.Type, field.Class, field.Problem)
		}
		for _, f := range late.files {
			fmt.Fprintf(h, "%q\n", f.key())
		}
		of.base = [16]byte(h.Sum(nil))
		return nil, nil
	})
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil || of == nil {
		return nil, nil
	}
	cache.mutex.Lock()
	defer cache.mutex.Unlock()
	cache.lists.put(key, of, len(of.files))
	return of, nil
}

func hashOf(text string) []byte {
	digest := sha256.Sum256([]byte(text))
	return digest[:16]
}

// version of a window is that of the files whose span meets it.
func (of *stretches) version(w store.Window) string {
	bounds, err := sql.OnClock(of.clock, []store.Window{w})
	if err != nil {
		return of.whole
	}
	from, to := bounds.From[0], bounds.To[0]
	of.mutex.Lock()
	known, ok := of.windows[[2]int64{from, to}]
	of.mutex.Unlock()
	if ok {
		return known
	}
	h := sha256.New()
	h.Write(of.base[:])
	for i := range of.files {
		if f := &of.files[i]; !f.known || f.greatest >= from && f.least < to {
			h.Write(f.name[:])
		}
	}
	version := hex.EncodeToString(h.Sum(nil)[:16])
	of.mutex.Lock()
	defer of.mutex.Unlock()
	keep(of.windows, [2]int64{from, to}, version, mostCached)
	return version
}

// spans finds the spans of Parquet files, and remembers them.
func (s *Store) spans(ctx context.Context, clock *sql.Clock, t *table) ([]span, error) {
	files := t.files
	spans, reads := make([]span, len(files)), clock.Reads()
	name, _ := clock.Column()
	if hasName(t.told.keys, name) {
		return spans, nil // a folder's name tells the time, whatever a column of that name holds
	}
	cache := s.engine.files
	var unknown []file
	at := map[string]int{} // by path: position in files
	cache.mutex.Lock()
	for i, f := range files {
		known, ok := cache.spans[f.key()+"\x00"+reads]
		if spans[i] = known; !ok {
			unknown = append(unknown, f)
			at[f.path] = i
		}
	}
	cache.mutex.Unlock()
	if len(unknown) == 0 {
		return spans, nil
	}
	if st, ok := s.askSpans(clock, unknown); ok {
		rows, err := s.engine.all(ctx, st)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			least, ok := row[1].(int64)
			greatest, both := row[2].(int64)
			if i, mine := at[row[0].(string)]; mine && ok && both && row[3] == int64(0) {
				spans[i] = span{least, greatest, true}
			}
		}
	}
	cache.mutex.Lock()
	defer cache.mutex.Unlock()
	if len(cache.spans)+len(unknown) > mostSpans {
		clear(cache.spans)
		for i, f := range files {
			cache.spans[f.key()+"\x00"+reads] = spans[i]
		}
	}
	for _, f := range unknown {
		cache.spans[f.key()+"\x00"+reads] = spans[at[f.path]]
	}
	return spans, nil
}

// askSpans asks footers where their statistics are times. Texts have none, so files of texts that were made here, which are small, are read; ok is false for others.
func (s *Store) askSpans(clock *sql.Clock, files []file) (st sql.Statement, ok bool) {
	name, typeName := clock.Column()
	if clock.Typed() {
		value := func(which string) string {
			text := fmt.Sprintf("coalesce(stats_%[1]s_value, stats_%[1]s)", which)
			if typeName == "DOUBLE" {
				// A float's text has the digits that tell it from other floats, and no more: among doubles it is another number.
				return fmt.Sprintf("CASE WHEN type = 'FLOAT' THEN TRY_CAST(%[1]s AS FLOAT) ELSE TRY_CAST(%[1]s AS DOUBLE) END", text)
			}
			return fmt.Sprintf("TRY_CAST(%s AS %s)", text, typeName)
		}
		return clock.Spans(sql.DuckDB, "file_name", value("min"), value("max"),
			fmt.Sprintf("parquet_metadata(%s) WHERE lower(path_in_schema) = lower(%s) AND stats_null_count IS DISTINCT FROM num_values", pathList(files), quoteText(name))), true
	}
	for _, f := range files {
		if s.engine.cache == "" || filepath.Dir(f.path) != s.engine.cache {
			return st, false
		}
	}
	x := sql.MainAlias + "." + sql.Quote(name)
	return clock.Spans(sql.DuckDB, sql.MainAlias+`."tideline: file"`, x, x,
		fmt.Sprintf("read_parquet(%s, filename = 'tideline: file') AS %[2]s WHERE %[2]s.%[3]s IS NOT NULL", pathList(files), sql.MainAlias, sql.Quote(name))), true
}
