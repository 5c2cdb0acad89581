package duckdb

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	driver "github.com/duckdb/duckdb-go-bindings"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/shorten"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// table is a source that can be read, with what was left out of it.
type table struct {
	sql.Table
	files  []file
	told   partitions
	said   said
	clocks *sync.Map // column name and zone → *sql.Clock
}

// said is what there is to say of a source that can be read.
type said struct {
	notices  []string // of what was left out
	warnings []string // of what is read otherwise than one may think
	remarks  []string // of what is as it may be: a last line that is still being written
}

// fileCache remembers, by path, size and time, what was learnt about files; and the tables of lists of them.
type fileCache struct {
	mutex  sync.Mutex
	states map[string]fileState
	csvs   map[string]csvShape
	opened map[string]struct{} // by path
	spans  map[string]span     // by file and how its times are read
	split  map[[16]byte]bool   // by a file's key: whether it begins as a table

	shapes map[string]shape // of Parquet files
	lists  *lists           // tables and stretches

	madeAnew map[string]time.Time // by path of what was made here: when it last turned out to be unreadable
}

const mostOpened = 500_000

func (c *fileCache) wasOpened(path string) bool {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	_, ok := c.opened[path]
	return ok
}

func (c *fileCache) noteOpened(path string) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	keep(c.opened, path, struct{}{}, mostOpened)
}

// mostCached bounds the cache's maps that have no bound of their own; a full one is emptied.
const mostCached = 20_000

func newFileCache() *fileCache {
	return &fileCache{states: map[string]fileState{}, csvs: map[string]csvShape{}, opened: map[string]struct{}{}, spans: map[string]span{}, split: map[[16]byte]bool{}, shapes: map[string]shape{}, lists: newLists(), madeAnew: map[string]time.Time{}}
}

func (f file) key() string {
	return fmt.Sprintf("%s\x00%d\x00%d\x00%s", f.path, f.size, f.modified, f.link)
}

func keep[K comparable, V any](m map[K]V, key K, value V, most int) {
	if len(m) >= most {
		clear(m)
	}
	m[key] = value
}

// withSource makes a table of a source and calls use. Where DuckDB says that a file cannot be read, the file is set aside and use is called again.
func (s *Store) withSource(ctx context.Context, src model.Source, use func(*table) error) error {
	return s.retrying(ctx, func() (files []file, err error) {
		t, tried, err := s.table(ctx, src)
		if err != nil {
			return tried, err
		}
		return t.files, use(t)
	})
}

// withRelation is withSource for a relation: its source, its join, its clock.
func (s *Store) withRelation(ctx context.Context, asked store.Relation, use func(*sql.Relation, said) error) error {
	return s.retrying(ctx, func() (files []file, err error) {
		main, tried, err := s.table(ctx, asked.Source)
		if err != nil {
			return tried, err
		}
		files = main.files
		main = main.reaching(asked.Time, asked.ID)
		known := said{slices.Clone(main.said.notices), slices.Clone(main.said.warnings), slices.Clone(main.said.remarks)}
		var late *sql.Table
		if asked.Join != nil {
			t, tried, err := s.table(ctx, asked.Join.Source)
			if err != nil {
				return slices.Concat(files, tried), fmt.Errorf("labels: %w", err)
			}
			t = t.reaching(append(slices.Collect(maps.Values(asked.Join.Columns)), asked.Join.ID, asked.Join.Time)...)
			late, files = &t.Table, append(files[:len(files):len(files)], t.files...)
			known.notices, known.remarks = append(known.notices, t.said.notices...), append(known.remarks, t.said.remarks...)
		}
		clock, err := s.clock(ctx, main, asked)
		if err != nil {
			return files, err
		}
		source := main.Table
		if asked.Source.Partition != "" {
			if err := source.PartitionBy(sql.DuckDB, asked.Source.Partition, func(st sql.Statement) ([][]any, error) { return s.engine.all(ctx, st) }); err != nil {
				return files, err
			}
		}
		r, err := sql.NewRelation(sql.DuckDB, asked, source, late, clock)
		if err != nil {
			return files, err
		}
		return files, use(r, known)
	})
}

// reaching is the table with columns of their own for the names that are paths into others.
func (t *table) reaching(names ...string) *table {
	reached := *t
	for _, name := range names {
		reached.Table = reached.Reach(sql.DuckDB, name)
	}
	return &reached
}

// table finds what a source consists of and what columns it has. tried are the files that were found, where it fails.
func (s *Store) table(ctx context.Context, src model.Source) (t *table, tried []file, err error) {
	switch {
	case src.Table != "":
		return nil, nil, fmt.Errorf("a folder of files has no tables: name a file or glob instead of table %q", src.Table)
	case src.SQL != "":
		t, err := s.query(ctx, src.SQL)
		return t, nil, err
	}
	found, err := s.locate(src)
	if err != nil {
		return nil, nil, err
	}
	t, err = s.tableOf(ctx, src, found)
	return t, found.files, s.plainly(err, src.File, found.files)
}

// readAs are the files that are read: those that were found, or what was made of them. remarks say why nothing was.
func (s *Store) readAs(ctx context.Context, src model.Source, found located) (read located, remarks []string, err error) {
	convert := s.converted
	if src.Layout == "" {
		if found.format != jsonFormat {
			return found, nil, nil
		}
		p := s.packs(found)
		if !p.packed {
			files, notices := p.withoutTables(found.files)
			return located{files, found.format, slices.Concat(found.notices, notices)}, p.remarks, nil
		}
		convert = s.packed
	}
	made, notices, err := convert(ctx, src, found.files)
	return located{made, parquetFormat, slices.Concat(found.notices, notices)}, nil, err
}

// tableOf is the table of a source's files.
func (s *Store) tableOf(ctx context.Context, src model.Source, found located) (*table, error) {
	found, remarks, err := s.readAs(ctx, src, found)
	if err != nil {
		return nil, err
	}
	known := said{notices: found.notices, remarks: remarks}
	good, tolerant := found.files[:0:0], map[string]bool{}
	for _, f := range found.files {
		state := s.engine.files.state(f)
		if state.unreadable != "" {
			known.notices = append(known.notices, leftOut(f.shown, state.unreadable))
			continue
		}
		if state.tolerant && !(f.format == jsonFormat && !linesOfJSON(f.path)) {
			tolerant[f.path] = true
			switch {
			case state.torn:
				known.remarks = append(known.remarks, f.shown+": its last line is half written and was left out")
			case state.why != "":
				known.notices = append(known.notices, fmt.Sprintf("%s has lines that cannot be read (%s); they were left out", f.shown, state.why))
			default:
				known.notices = append(known.notices, fmt.Sprintf("%s has lines that cannot be read; they were left out", f.shown))
			}
		}
		good = append(good, f)
	}
	if len(good) == 0 {
		return nil, noneRead(src, known.notices)
	}
	read, err := s.from(ctx, found.format, good, tolerant)
	if err != nil {
		return nil, err
	}
	if read.told.notice != "" {
		known.notices = append(known.notices, read.told.notice)
	}
	if read.warning != "" {
		known.warnings = append(known.warnings, read.warning)
	}
	return s.describe(ctx, read, good, known)
}

// query is a source that is a statement of the user's.
func (s *Store) query(ctx context.Context, text string) (*table, error) {
	if !s.allowSQL {
		return nil, errors.New("the server's operator does not allow SQL as a source (allow_sql)")
	}
	text = strings.TrimRight(strings.TrimSpace(text), "; \n\t")
	// Alone it must be one SELECT: put in parentheses, text could end them.
	conn, err := s.engine.connect()
	if err != nil {
		return nil, err
	}
	prepared, err := prepare(conn, text)
	driver.DestroyPrepare(&prepared)
	s.engine.giveBack(conn)
	if err != nil {
		return nil, fmt.Errorf("the source's SQL: %w", err)
	}
	return s.describe(ctx, reading{from: "(" + text + "\n)"}, nil, said{})
}

// reading is how files are read.
type reading struct {
	from string // what stands after FROM
	told partitions

	warning string // of what is read otherwise than one may think; "" for nothing

	// What is quicker to describe, empty where it is from itself: like has the same columns, but may have other types of those that folders tell, which folders has.
	like, folders string
}

// describe asks for the columns of what is read.
func (s *Store) describe(ctx context.Context, read reading, files []file, known said) (*table, error) {
	hash := sha256.New()
	hash.Write([]byte(read.from))
	for _, f := range files {
		hash.Write([]byte("\x00" + f.key()))
	}
	key := "table " + string(hash.Sum(nil))
	cache := s.engine.files
	if files != nil {
		cache.mutex.Lock()
		described, ok := cache.lists.get(key).(*table)
		cache.mutex.Unlock()
		if ok {
			t := *described
			t.said = known
			return &t, nil
		}
	}
	rows, err := s.columnsOf(ctx, read)
	if err != nil {
		return nil, err
	}
	t := &table{Table: sql.Table{From: read.from}, files: files, told: read.told, said: known, clocks: &sync.Map{}}
	if len(files) > 0 && files[0].format == parquetFormat {
		t.RowHash = fmt.Sprintf("hash(%[1]s.file_row_number, %[1]s.file_index)", sql.MainAlias) // columns that DuckDB adds to Parquet files
	}
	for _, row := range rows {
		name, typeName := row[0].(string), row[1].(string)
		if read.told.used() && hasName(read.told.above, name) {
			continue
		}
		t.Fields = append(t.Fields, sql.Field{Name: name, Type: typeName, Class: sql.DuckDB.Class(typeName)})
	}
	if err := s.narrow(ctx, t); err != nil {
		return nil, err
	}
	if files != nil {
		cache.mutex.Lock()
		cache.lists.put(key, t, len(files))
		cache.mutex.Unlock()
	}
	return t, nil
}

// narrow finds the columns of types wider than 64 bits whose values all fit 64 bits: these are integers like others.
func (s *Store) narrow(ctx context.Context, t *table) error {
	for i, f := range t.Fields {
		if f.Class != sql.Wide {
			continue
		}
		x := sql.Quote(f.Name)
		rows, err := s.engine.all(ctx, sql.Statement{Text: fmt.Sprintf("SELECT count(%s) = count(TRY_CAST(%s AS BIGINT)) FROM %s", x, x, t.From)})
		if err != nil {
			return err
		}
		if rows[0][0] == true {
			t.Fields[i].Class = sql.Integer
		}
	}
	return nil
}

// clock makes the clock of a relation, nil where it has no time.
func (s *Store) clock(ctx context.Context, t *table, asked store.Relation) (*sql.Clock, error) {
	if asked.Time == "" {
		return nil, nil
	}
	zone := "UTC"
	if asked.Zone != nil {
		zone = asked.Zone.String()
	}
	if known, ok := t.clocks.Load(asked.Time + "\x00" + zone); ok {
		return known.(*sql.Clock), nil
	}
	f, err := t.Find(asked.Time)
	if err != nil {
		return nil, fmt.Errorf("time: %w", err)
	}
	var sample []string
	if sql.NeedsSample(f) {
		rows, err := s.engine.all(ctx, sql.DuckDB.SampleStatement(&t.Table, f))
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			sample = append(sample, row[0].(string))
		}
	}
	clock, err := sql.NewClock(f, sample, asked.Zone)
	if err != nil {
		return nil, fmt.Errorf("time: %w", err)
	}
	t.clocks.Store(asked.Time+"\x00"+zone, clock)
	return clock, nil
}

// from finds how files of one format are read.
func (s *Store) from(ctx context.Context, as format, files []file, tolerant map[string]bool) (reading, error) {
	told := partitionsOf(files)
	switch as {
	case csvFormat:
		return s.fromCSV(ctx, files, tolerant, told)
	case jsonFormat:
		return s.fromJSON(ctx, files, tolerant, told)
	}
	different, err := s.differentShapes(ctx, files)
	if err != nil {
		return reading{}, err
	}
	if told.used() && len(told.above) > 0 {
		inside, err := s.columnsOf(ctx, reading{from: readParquet(different, len(different) > 1, false)})
		if err != nil {
			return reading{}, err
		}
		for _, row := range inside {
			told = told.beside([]string{row[0].(string)})
		}
	}
	read := reading{from: readParquet(files, len(different) > 1, told.used()), told: told}
	if len(different) < len(files) {
		read.like = readParquet(different, len(different) > 1, told.used())
		if told.used() {
			read.folders = readParquet(files, false, true) // which opens the first alone
		}
	}
	return read, nil
}

func readParquet(files []file, union, hive bool) string {
	return fmt.Sprintf("read_parquet(%s, union_by_name = %t, hive_partitioning = %t)", pathList(files), union, hive)
}

func (t *table) names() []string {
	names := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		names[i] = f.Name
	}
	return names
}

// pathList writes the paths as texts in which no character is a wildcard.
func pathList(files []file) string {
	list := make([]string, len(files))
	for i, f := range files {
		list[i] = quoteText(literalGlob.Replace(f.path))
	}
	return "[" + strings.Join(list, ", ") + "]"
}

var literalGlob = strings.NewReplacer("[", "[[]", "*", "[*]", "?", "[?]")

func unionByName(parts []string) string {
	if len(parts) == 1 {
		return parts[0]
	}
	for i, part := range parts {
		parts[i] = "SELECT * FROM " + part
	}
	return "(" + strings.Join(parts, " UNION ALL BY NAME ") + ")"
}

// linesOfJSON says that a file holds an object a line, by its extension.
func linesOfJSON(name string) bool {
	lower := strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(name), ".gz"), ".zst")
	return strings.HasSuffix(lower, ".jsonl") || strings.HasSuffix(lower, ".ndjson")
}

// largestObject bounds one JSON object, in bytes.
const largestObject = 64 << 20

// deepestStruct is how deep objects in JSON have types; what lies deeper stays JSON.
const deepestStruct = 12

const lenientLines = ", format = 'newline_delimited', ignore_errors = true"

// fromJSON reads JSON lines, arrays, or one object a file.
func (s *Store) fromJSON(ctx context.Context, files []file, tolerant map[string]bool, told partitions) (reading, error) {
	var strict, lenient []file
	for _, f := range files {
		if tolerant[f.path] {
			lenient = append(lenient, f)
		} else {
			strict = append(strict, f)
		}
	}
	names, columns, warning, err := s.jsonColumns(ctx, strict, lenient)
	if err != nil {
		return reading{}, err
	}
	told = told.beside(names)
	var parts []string
	read := func(files []file, options string) {
		if len(files) > 0 {
			parts = append(parts, fmt.Sprintf("read_json(%s, columns = {%s}, maximum_object_size = %d, hive_partitioning = %t%s)",
				pathList(files), strings.Join(columns, ", "), largestObject, told.used(), options))
		}
	}
	read(strict, "")
	if read(lenient, lenientLines); len(lenient) > 0 {
		// A line that cannot be read comes as a row in which everything is missing.
		all := make([]string, len(names))
		for i, name := range names {
			all[i] = sql.Quote(name)
		}
		last := len(parts) - 1
		parts[last] = fmt.Sprintf("(SELECT * FROM %s WHERE coalesce(CAST(%s AS VARCHAR)) IS NOT NULL)", parts[last], strings.Join(all, " AS VARCHAR), CAST("))
	}
	return reading{from: unionByName(parts), told: told, warning: warning}, nil
}

var (
	// twice is a key that differs from another of its object in case alone, as DuckDB says it.
	twice = regexp.MustCompile(`Duplicate name "((?:[^"]|"")*)" in struct auto-detected in JSON`)
	// nameless is a struct with a member whose name is empty, as DuckDB writes its type and does not read it: STRUCT(BIGINT), STRUCT(a BIGINT,  BIGINT).
	nameless = regexp.MustCompile(`STRUCT\(\w+[^\w ]|, {2}`)
	quoted   = regexp.MustCompile(`"(?:[^"]|"")*"`)
)

func hasNamelessMember(f sql.Field) bool {
	return nameless.MatchString(quoted.ReplaceAllString(f.Type, "name")) // what stands in a name means nothing
}

// jsonColumns are the columns of files as read_json reads them. They are known from all files; times stay texts, because DuckDB's guess drops offsets.
func (s *Store) jsonColumns(ctx context.Context, strict, lenient []file) (names, columns []string, warning string, err error) {
	types := map[string]string{}
	describe := func(files []file, options string) error {
		if len(files) == 0 {
			return nil
		}
		ask := func(depth int) (*table, error) {
			return s.describe(ctx, reading{from: fmt.Sprintf("read_json(%s, union_by_name = true, sample_size = -1, maximum_sample_files = %d, maximum_object_size = %d, maximum_depth = %d, hive_partitioning = false%s)",
				pathList(files), len(files), largestObject, depth, options)}, files, said{})
		}
		t, err := ask(deepestStruct)
		// Keys that differ in case alone no struct can have: nothing is known but texts.
		if err != nil && strings.Contains(err.Error(), "in struct auto-detected in JSON") {
			warning = "Objects have keys that differ in case alone"
			if key := twice.FindStringSubmatch(err.Error()); key != nil {
				warning += fmt.Sprintf(" (%q)", shorten.Name(key[1]))
			}
			warning += ", so every column is read as text: give those of numbers the kind numeric, or have such keys written alike."
			t, err = ask(1)
		}
		if err != nil {
			return err
		}
		for _, f := range t.Fields {
			t := f.Type
			switch f.Class {
			case sql.Time, sql.Instant, sql.Date, sql.Opaque:
				t = "VARCHAR"
			}
			if hasNamelessMember(f) {
				t = "VARCHAR"
			}
			if t == "JSON" { // only nulls, or values of several kinds
				t = ""
			}
			if have, ok := types[f.Name]; ok {
				t = commonType(have, t)
			} else {
				names = append(names, f.Name)
			}
			types[f.Name] = t
		}
		return nil
	}
	if err := describe(strict, ""); err != nil {
		return nil, nil, "", err
	}
	if err := describe(lenient, lenientLines); err != nil {
		return nil, nil, "", err
	}
	columns = make([]string, len(names))
	for i, name := range names {
		t := types[name]
		if t == "" {
			t = "VARCHAR"
		}
		columns[i] = quoteText(name) + ": " + quoteText(t)
	}
	return names, columns, warning, nil
}
