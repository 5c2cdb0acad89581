package duckdb

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	driver "github.com/duckdb/duckdb-go-bindings"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store/duckdb/otlp"
)

// Files of OTLP are read once and kept as Parquet, by path, size and time: unnesting them takes seconds each time, reading what was made of them milliseconds.
// Only such files are kept as were opened by the rules of sources, in a folder that no source can name.

const (
	convertedVersion = 4 // of how files are converted
	mostConverted    = 4 << 30
	abandoned        = time.Hour // after which what was never finished is removed
)

// converting holds a lock for each file that is being converted.
var converting sync.Map

// converted are the files of a layout as Parquet. notices say what was left out.
func (s *Store) converted(ctx context.Context, src model.Source, files []file) (made []file, notices []string, err error) {
	if s.engine.cache == "" {
		return nil, nil, errors.New("files of OTLP are kept as Parquet, and the server has no folder for that: its operator can name one (cache_directory)")
	}
	read := 0
	for _, f := range files {
		kept, bad, err := s.convert(ctx, src, f)
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		if err != nil { // of this file alone: it may be packed, or rotated away since it was listed
			notices = append(notices, leftOut(f.shown, "cannot be converted: "+err.Error()))
			continue
		}
		read++
		if bad > 0 {
			notices = append(notices, fmt.Sprintf("%s has %d lines that are no %s; they were left out", f.shown, bad, src.Layout))
		}
		if !strings.HasSuffix(kept.path, noRecords) {
			made = append(made, kept)
		}
	}
	why := strings.Join(notices, "; ")
	switch {
	case len(made) > 0:
		return made, notices, nil
	case read == 0:
		return nil, nil, noneRead(src, notices)
	case why != "":
		why = " (" + why + ")"
	}
	if fits := s.fitting(files); fits != src.Layout {
		return nil, nil, misfit(src, fits)
	}
	return nil, nil, fmt.Errorf("no record in %q belongs to the log: look at event, model and service of the source%s", src.File, why)
}

// fitting is the layout of the first file that can be read, "" where that is no OTLP.
func (s *Store) fitting(files []file) string {
	for _, f := range files {
		if from, err := s.opened(f); err == nil {
			defer from.Close()
			return otlp.LayoutOf(from)
		}
	}
	return ""
}

// misfit says that files are not what their layout says, and which one fits.
func misfit(src model.Source, fits string) error {
	holds := map[string]string{model.OTLPLogs: "logs", model.OTLPTraces: "spans"}
	if fits == "" {
		return fmt.Errorf("%q is no OTLP, as the layout %s says: remove the layout, so that its columns are read as they are", src.File, src.Layout)
	}
	return fmt.Errorf("%q holds %s, and the layout %s is of %s: choose the layout %s", src.File, holds[fits], src.Layout, holds[src.Layout], fits)
}

// convert is what a file is kept as, and how many of its lines were left out.
func (s *Store) convert(ctx context.Context, src model.Source, f file) (kept file, bad int, err error) {
	if f.format != jsonFormat || strings.HasSuffix(f.path, ".gz") || strings.HasSuffix(f.path, ".zst") {
		return file{}, 0, fmt.Errorf("the layout %s is of JSON files that are not packed (.json, .jsonl)", src.Layout)
	}
	name, err := s.keep(ctx, src, f)
	if err != nil {
		return file{}, 0, err
	}
	info, err := os.Stat(name)
	if err != nil {
		return file{}, 0, errors.New("what it was kept as is gone")
	}
	if _, err := fmt.Sscanf(filepath.Base(name)[keyLength:], "-%d.", &bad); err != nil {
		bad = 0
	}
	return file{path: name, shown: filepath.Base(f.shown), size: info.Size(), modified: f.modified, format: parquetFormat}, bad, nil
}

// What a file is kept as is named by a key of so many characters, the number of its lines that were left out, and one of these.
const (
	keyLength  = 32
	hasRecords = ".parquet"
	noRecords  = ".none" // none of the file belongs to the log: an empty file by another name is one that was never written to the disk
)

// keyOf names what is kept of something that a text describes.
func keyOf(text string) string {
	digest := sha256.Sum256([]byte(text))
	return hex.EncodeToString(digest[:keyLength/2])
}

// convertingAlone waits until nobody else makes what a key names, and gives what lets the next one begin.
func convertingAlone(key string) (done func()) {
	lock, _ := converting.LoadOrStore(key, &sync.Mutex{})
	lock.(*sync.Mutex).Lock()
	return lock.(*sync.Mutex).Unlock
}

func makeFolder(folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("the server's folder for converted files cannot be made: %w", withoutPath(err))
	}
	return nil
}

// unwritable is nil without an error.
func unwritable(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("the server's folder for converted files cannot be written: %w", withoutPath(err))
}

// keep gives the path of what a file is kept as, which is made where there is none, or none that is whole.
func (s *Store) keep(ctx context.Context, src model.Source, f file) (string, error) {
	key := keyOf(fmt.Sprintf("%d\x00%s\x00%q %q %q %q", convertedVersion, f.key(), src.Layout, src.Event, src.Model, src.Service))
	defer convertingAlone(key)()
	found, _ := filepath.Glob(filepath.Join(s.engine.cache, key+"-*"))
	for _, name := range found {
		if strings.HasSuffix(name, noRecords) || wholeParquet(name) {
			now := time.Now()
			_ = os.Chtimes(name, now, now) // what is used stays
			return name, nil
		}
		os.Remove(name)
	}
	if err := makeFolder(s.engine.cache); err != nil {
		return "", err
	}
	flat, err := os.CreateTemp(s.engine.cache, "flat-*.tmp")
	if err != nil {
		return "", unwritable(err)
	}
	defer os.Remove(flat.Name())
	defer flat.Close()
	from, err := s.opened(f)
	if err != nil {
		return "", errors.New("it cannot be read")
	}
	defer from.Close()
	buffered := bufio.NewWriterSize(flat, 1<<20)
	result, err := otlp.Flatten(ctx, from, src, buffered)
	if err == nil {
		err = buffered.Flush()
	}
	if err != nil {
		return "", withoutPath(err)
	}
	parquet, kind := strings.TrimSuffix(flat.Name(), ".tmp")+".made.tmp", hasRecords
	defer os.Remove(parquet)
	if result.Records == 0 {
		kind, err = noRecords, os.WriteFile(parquet, nil, 0o600)
	} else {
		err = keepAsParquet(s.engine.cache, flatLines(flat.Name(), result.Columns), parquet)
	}
	if err != nil {
		return "", err
	}
	name := filepath.Join(s.engine.cache, fmt.Sprintf("%s-%d%s", key, result.Bad, kind))
	if err := os.Rename(parquet, name); err != nil { // at once: nobody sees half a file
		return "", unwritable(err)
	}
	tidy(s.engine.cache, name)
	return name, nil
}

// toDisk waits until a file is on the disk: its name must not outlive a crash that its content does not.
func toDisk(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return errors.New("what was made of it is gone")
	}
	return errors.Join(f.Sync(), f.Close())
}

// wholeParquet tells whether a file begins and ends as Parquet does, with a footer that fits between.
func wholeParquet(name string) bool {
	const magic = "PAR1"
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || info.Size() < 12 {
		return false
	}
	var begin [4]byte
	var end [8]byte // the footer's length, and magic
	if _, err := f.ReadAt(begin[:], 0); err != nil || string(begin[:]) != magic {
		return false
	}
	if _, err := f.ReadAt(end[:], info.Size()-8); err != nil || string(end[4:]) != magic {
		return false
	}
	return int64(binary.LittleEndian.Uint32(end[:4])) <= info.Size()-12
}

// flatLines selects the columns of flat JSON lines.
func flatLines(from string, columns []otlp.Column) string {
	read, list := make([]string, len(columns)), make([]string, len(columns))
	for i, c := range columns {
		name := quoteName(c.Name)
		read[i], list[i] = name+": "+quoteText(c.Type), name
		if c.Name == "time" {
			list[i] = "make_timestamp(" + name + ")::TIMESTAMPTZ AS " + name
		}
	}
	return fmt.Sprintf("SELECT %s FROM read_json(%s, format = 'newline_delimited', columns = {%s}, maximum_object_size = 268435456)",
		strings.Join(list, ", "), quoteText(literalGlob.Replace(from)), strings.Join(read, ", "))
}

// keepAsParquet makes a Parquet file of what is selected, in an engine of its own that sees nothing but the folder. It is on the disk then.
func keepAsParquet(folder, selected, to string) error {
	var options driver.Config
	if driver.CreateConfig(&options) == driver.StateError {
		return errors.New("DuckDB could not be configured")
	}
	defer driver.DestroyConfig(&options)
	for _, option := range [][2]string{{"threads", "1"}, {"memory_limit", "1GB"}, {"autoinstall_known_extensions", "false"}, {"autoload_known_extensions", "false"}, {"temp_directory", ""}} {
		if driver.SetConfig(options, option[0], option[1]) == driver.StateError {
			return fmt.Errorf("DuckDB does not accept %s", option[0])
		}
	}
	var database driver.Database
	var message string
	if driver.OpenExt("", &database, options, &message) == driver.StateError {
		return fmt.Errorf("DuckDB did not start: %s", message)
	}
	defer driver.Close(&database)
	var conn driver.Connection
	if driver.Connect(database, &conn) == driver.StateError {
		return errors.New("DuckDB refused a connection")
	}
	defer driver.Disconnect(&conn)
	for _, statement := range []string{
		"SET GLOBAL TimeZone = 'UTC'",
		"SET GLOBAL allowed_directories = [" + directoryList(folder) + "]",
		"SET GLOBAL enable_external_access = false",
		"SET GLOBAL lock_configuration = true",
		fmt.Sprintf("COPY (%s) TO %s (FORMAT parquet, COMPRESSION zstd)", selected, quoteText(to)),
	} {
		var result driver.Result
		state := driver.Query(conn, statement, &result)
		reason := driver.ResultError(&result)
		driver.DestroyResult(&result)
		if state == driver.StateError {
			return fmt.Errorf("it could not be kept as Parquet: %s", firstLine(reason))
		}
	}
	return toDisk(to)
}

func quoteName(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// tidy removes what was used longest ago where there is too much, and what was never finished.
func tidy(folder, keep string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return
	}
	var files []fs.FileInfo
	total := int64(0)
	for _, entry := range entries {
		info, err := entry.Info()
		switch {
		case err != nil:
		case strings.HasSuffix(entry.Name(), ".tmp"):
			if time.Since(info.ModTime()) > abandoned {
				os.Remove(filepath.Join(folder, entry.Name()))
			}
		default:
			files, total = append(files, info), total+info.Size()
		}
	}
	slices.SortFunc(files, func(a, b fs.FileInfo) int { return a.ModTime().Compare(b.ModTime()) })
	for _, f := range files {
		if total <= mostConverted || filepath.Join(folder, f.Name()) == keep {
			break
		}
		os.Remove(filepath.Join(folder, f.Name()))
		total -= f.Size()
	}
}
