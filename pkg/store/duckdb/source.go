package duckdb

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	driver "github.com/duckdb/duckdb-go-bindings"

	"github.com/tideline-ml/tideline/pkg/model"
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
	notices []string // of what was left out
	remarks []string // of what is as it may be: a last line that is still being written
}

// fileState is how well a file can be read, learnt from DuckDB's errors.
type fileState struct {
	// tolerant: lines that do not fit are left out of a CSV or JSON lines file, which may be half written.
	tolerant bool
	// why is what is wrong with the first of those lines, where DuckDB says so.
	why string
	// torn: that is the last line, and it has no end: a service was stopped while it wrote, or is writing now.
	torn bool
	// unreadable is why the file is left out; empty where it is not.
	unreadable string
}

// fileCache remembers, by path, size and time, what was learnt about files; and the tables of lists of them.
type fileCache struct {
	mutex  sync.Mutex
	states map[string]fileState
	csvs   map[string]csvShape
	opened map[string]struct{} // by path
	spans  map[string]span     // by file and how its times are read
	split  map[string]bool     // whether a file of JSON begins as a table

	shapes map[string]shape // of Parquet files
	lists  *lists           // tables and stretches
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
	if len(c.opened) >= mostOpened {
		clear(c.opened)
	}
	c.opened[path] = struct{}{}
}

// mostCached bounds each of the cache's maps; a full one is emptied.
const mostCached = 20_000

func newFileCache() *fileCache {
	return &fileCache{states: map[string]fileState{}, csvs: map[string]csvShape{}, opened: map[string]struct{}{}, spans: map[string]span{}, split: map[string]bool{}, shapes: map[string]shape{}, lists: newLists()}
}

func (f file) key() string {
	return fmt.Sprintf("%s\x00%d\x00%d\x00%s", f.path, f.size, f.modified, f.link)
}

func (c *fileCache) state(f file) fileState {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.states[f.key()]
}

func (c *fileCache) setState(f file, s fileState) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	keep(c.states, f.key(), s)
}

func keep[K comparable, V any](m map[K]V, key K, value V) {
	if len(m) >= mostCached {
		clear(m)
	}
	m[key] = value
}

// withSource makes a table of a source and calls use. Where DuckDB says that a file cannot be read, the file is set aside and use is called again.
func (s *Store) withSource(ctx context.Context, src model.Source, use func(*table) error) error {
	return s.retrying(ctx, func() (files []file, err error) {
		t, err := s.table(ctx, src)
		if err != nil {
			return s.filesOf(src), err
		}
		return t.files, use(t)
	})
}

// withRelation is withSource for a relation: its source, its join, its clock.
func (s *Store) withRelation(ctx context.Context, asked store.Relation, use func(*sql.Relation, said) error) error {
	return s.retrying(ctx, func() (files []file, err error) {
		main, err := s.table(ctx, asked.Source)
		if err != nil {
			return s.filesOf(asked.Source), err
		}
		files = main.files
		known := said{slices.Clone(main.said.notices), slices.Clone(main.said.remarks)}
		var late *sql.Table
		if asked.Join != nil {
			t, err := s.table(ctx, asked.Join.Source)
			if err != nil {
				return append(files, s.filesOf(asked.Join.Source)...), fmt.Errorf("labels: %w", err)
			}
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

// retrying runs a task again after each file that DuckDB stumbled over was set aside, so that one bad file among many is a notice and not a failure.
func (s *Store) retrying(ctx context.Context, task func() ([]file, error)) error {
	const mostSetAside = 1000
	for range mostSetAside {
		files, err := task()
		if err == nil || ctx.Err() != nil || !s.setAside(ctx, files, err) {
			return err
		}
	}
	return fmt.Errorf("more than %d files cannot be read", mostSetAside)
}

// setAside finds the file that an error is about and lowers what is expected of it; false where the error is about none.
func (s *Store) setAside(ctx context.Context, files []file, err error) bool {
	var foreign *notUTF8
	if errors.As(err, &foreign) {
		s.engine.files.setState(foreign.file, fileState{unreadable: "is not UTF-8 (save it as UTF-8)"})
		return true
	}
	var failure *Error
	if !errors.As(err, &failure) {
		return false
	}
	for _, about := range []string{"Parser", "Binder", "Catalog", "Out of Memory", "INTERRUPT", "Permission"} {
		if strings.HasPrefix(failure.Message, about) {
			return false
		}
	}
	message, _, _ := strings.Cut(failure.Message, "\nLINE ") // what follows quotes the statement, paths and all
	culprit := named(files, message)
	if culprit == nil {
		culprit, message = s.examine(ctx, files)
	}
	if culprit == nil {
		return false
	}
	state := s.engine.files.state(*culprit)
	switch {
	case state.unreadable != "":
		return false // it is left out already: the error must be about something else
	case culprit.format != parquetFormat && !state.tolerant:
		state.tolerant = true
		if culprit.format == csvFormat {
			state.why, state.torn = badLine(*culprit, message)
		}
	default:
		state.unreadable = "cannot be read (" + firstLine(message) + ")"
	}
	s.engine.files.setState(*culprit, state)
	return true
}

// named is the file whose path a message tells, nil without one.
func named(files []file, message string) *file {
	var culprit *file
	for i := range files {
		if strings.Contains(message, files[i].path) && (culprit == nil || len(files[i].path) > len(culprit.path)) {
			culprit = &files[i]
		}
	}
	return culprit
}

// examine reads files one by one to find the one that DuckDB stumbles over without saying so. Only Parquet needs it.
func (s *Store) examine(ctx context.Context, files []file) (culprit *file, message string) {
	for i, f := range files {
		if f.format != parquetFormat || s.engine.files.state(f).unreadable != "" {
			continue
		}
		read, err := s.from(ctx, f.format, files[i:i+1], nil)
		if err == nil {
			_, err = s.engine.all(ctx, sql.Statement{Text: "SELECT max(hash(COLUMNS(*))) FROM " + read.from})
		}
		var failure *Error
		if errors.As(err, &failure) {
			return &files[i], failure.Message
		}
	}
	return nil, ""
}

var quotedPath = regexp.MustCompile(`["'][^"']*/([^"'/]*)["']`)

// firstLine is DuckDB's reason without the folders of the file.
func firstLine(message string) string {
	if _, reason, ok := strings.Cut(message, "\nError: "); ok {
		message = reason // what went wrong is told after what could not go on
	}
	line, _, _ := strings.Cut(message, "\n")
	return strings.TrimSuffix(quotedPath.ReplaceAllString(line, "$1"), ". ")
}

func (s *Store) filesOf(src model.Source) []file {
	if src.File == "" {
		return nil
	}
	found, _ := s.locate(src)
	return found.files
}

// table finds what a source consists of and what columns it has.
func (s *Store) table(ctx context.Context, src model.Source) (*table, error) {
	switch {
	case src.Table != "":
		return nil, fmt.Errorf("a folder of files has no tables: name a file or glob instead of table %q", src.Table)
	case src.SQL != "":
		return s.query(ctx, src.SQL)
	}
	found, err := s.locate(src)
	if err != nil {
		return nil, err
	}
	return s.tableOf(ctx, src, found)
}

// tableOf is the table of a source's files.
func (s *Store) tableOf(ctx context.Context, src model.Source, found located) (*table, error) {
	if src.Layout != "" {
		made, notices, err := s.converted(ctx, src, found.files)
		if err != nil {
			return nil, err
		}
		found.files, found.format, found.notices = made, parquetFormat, append(found.notices, notices...)
	} else if s.packs(found) {
		made, notices, err := s.packed(ctx, src, found.files)
		if err != nil {
			return nil, err
		}
		found.files, found.format, found.notices = made, parquetFormat, append(found.notices, notices...)
	}
	good, known, tolerant := found.files[:0:0], said{notices: found.notices}, map[string]bool{}
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
		return nil, fmt.Errorf("none of the files that match %q can be read: %s", src.File, strings.Join(known.notices, "; "))
	}
	read, err := s.from(ctx, found.format, good, tolerant)
	if err != nil {
		return nil, err
	}
	if read.told.notice != "" {
		known.notices = append(known.notices, read.told.notice)
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
	names, columns, err := s.jsonColumns(ctx, strict, lenient)
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
	return reading{from: unionByName(parts), told: told}, nil
}

// jsonColumns are the columns of files as read_json reads them. They are known from all files; times stay texts, because DuckDB's guess drops offsets.
func (s *Store) jsonColumns(ctx context.Context, strict, lenient []file) (names, columns []string, err error) {
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
		if err != nil && strings.Contains(err.Error(), "in struct auto-detected in JSON") { // keys that differ in case alone, which no struct can have: objects stay texts
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
		return nil, nil, err
	}
	if err := describe(lenient, lenientLines); err != nil {
		return nil, nil, err
	}
	columns = make([]string, len(names))
	for i, name := range names {
		t := types[name]
		if t == "" {
			t = "VARCHAR"
		}
		columns[i] = quoteText(name) + ": " + quoteText(t)
	}
	return names, columns, nil
}
