package duckdb

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	driver "github.com/duckdb/duckdb-go-bindings"
)

// engine is one DuckDB in this process, locked to the folders it may read. Data sources with the same folders share it.
type engine struct {
	key   string
	users int // guarded by engines.mutex

	database driver.Database
	mutex    sync.Mutex
	idle     []driver.Connection
	closed   bool

	scans chan struct{} // a token a running scan
	wait  time.Duration // how long a scan may queue

	files  *fileCache
	packed sync.Map       // pattern → *packedSource
	cache  string         // the folder of what is kept as Parquet; empty: none
	made   *regexp.Regexp // paths of files in it
}

// madeHere is the first path in a text of a file that was made here; empty without one.
func (e *engine) madeHere(text string) string {
	if e.cache == "" {
		return ""
	}
	return e.made.FindString(text)
}

// directoryList writes folders for allowed_directories. A path is compared as it is asked for, with its wildcards taken for characters (pathList).
func directoryList(folders ...string) string {
	var list []string
	for _, folder := range folders {
		folder = strings.TrimRight(folder, string(filepath.Separator)) + string(filepath.Separator)
		list = append(list, quoteText(folder))
		if asked := literalGlob.Replace(folder); asked != folder {
			list = append(list, quoteText(asked))
		}
	}
	return strings.Join(list, ", ")
}

// runningScans is how many scans may run at a time: each uses all threads, so more would only take longer and more memory.
const runningScans = 2

var engines = struct {
	mutex  sync.Mutex
	byRoot map[string]*engine
}{byRoot: map[string]*engine{}}

// share gives the process's engine for a set of folders, starting it for its first user.
func share(cfg Config) (*engine, error) {
	key := strings.Join(cfg.Directories, "\x00")
	engines.mutex.Lock()
	defer engines.mutex.Unlock()
	if e := engines.byRoot[key]; e != nil {
		e.users++
		return e, nil
	}
	e, err := start(cfg)
	if err != nil {
		return nil, err
	}
	e.key, e.users = key, 1
	engines.byRoot[key] = e
	return e, nil
}

// release ends one user's share and stops the engine after its last.
func (e *engine) release() {
	engines.mutex.Lock()
	defer engines.mutex.Unlock()
	if e.users--; e.users > 0 {
		return
	}
	delete(engines.byRoot, e.key)
	e.mutex.Lock()
	defer e.mutex.Unlock()
	e.closed = true
	for i := range e.idle {
		driver.Disconnect(&e.idle[i])
	}
	e.idle = nil
	driver.Close(&e.database) // connections in use keep it alive until they are given back
}

// start opens an engine and locks it before its first query.
func start(cfg Config) (*engine, error) {
	var options driver.Config
	if driver.CreateConfig(&options) == driver.StateError {
		return nil, errors.New("DuckDB could not be configured")
	}
	defer driver.DestroyConfig(&options)
	for _, option := range [][2]string{
		{"threads", fmt.Sprint(cfg.Threads)},
		{"memory_limit", cfg.MemoryLimit},
		{"autoinstall_known_extensions", "false"},
		{"autoload_known_extensions", "false"},
		{"allow_community_extensions", "false"},
		{"temp_directory", cfg.TempDirectory}, // empty: what does not fit in memory is an error
		{"preserve_insertion_order", "true"},  // equal questions give equal samples
	} {
		if driver.SetConfig(options, option[0], option[1]) == driver.StateError {
			return nil, fmt.Errorf("DuckDB does not accept %s = %q", option[0], option[1])
		}
	}
	e := &engine{scans: make(chan struct{}, runningScans), wait: cfg.QueueTimeout}
	e.files = newFileCache()
	readable := cfg.Directories
	if cfg.CacheDirectory != "" { // a folder for each set of folders: nobody reads what is made of what they may not read
		digest := sha256.Sum256([]byte(strings.Join(cfg.Directories, "\x00")))
		e.cache = filepath.Join(cfg.CacheDirectory, hex.EncodeToString(digest[:8]))
		e.made = regexp.MustCompile("(?:" + regexp.QuoteMeta(e.cache) + "|" + regexp.QuoteMeta(literalGlob.Replace(e.cache)) + `)/[\w-][\w.-]*`)
		readable = append(readable[:len(readable):len(readable)], e.cache)
	}
	var message string
	if driver.OpenExt("", &e.database, options, &message) == driver.StateError {
		driver.Close(&e.database)
		return nil, fmt.Errorf("DuckDB did not start: %s", message)
	}
	conn, err := e.connect()
	if err != nil {
		driver.Close(&e.database)
		return nil, err
	}
	if err := registerTake(conn); err != nil {
		driver.Disconnect(&conn)
		driver.Close(&e.database)
		return nil, err
	}
	lock := []string{"SET GLOBAL TimeZone = 'UTC'"}
	if cfg.TempDirectory != "" {
		lock = append(lock, "SET GLOBAL max_temp_directory_size = "+quoteText(cfg.TempLimit))
	}
	lock = append(lock,
		"SET GLOBAL allowed_directories = ["+directoryList(readable...)+"]",
		"SET GLOBAL enable_external_access = false",
		"SET GLOBAL lock_configuration = true",
	)
	for _, statement := range lock {
		var result driver.Result
		state := driver.Query(conn, statement, &result)
		reason := driver.ResultError(&result)
		driver.DestroyResult(&result)
		if state == driver.StateError {
			driver.Disconnect(&conn)
			driver.Close(&e.database)
			return nil, fmt.Errorf("DuckDB could not be locked to its folders: %s", reason)
		}
	}
	e.giveBack(conn)
	return e, nil
}

func (e *engine) connect() (driver.Connection, error) {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	if e.closed {
		return driver.Connection{}, errors.New("the store is closed")
	}
	if n := len(e.idle); n > 0 {
		conn := e.idle[n-1]
		e.idle = e.idle[:n-1]
		return conn, nil
	}
	var conn driver.Connection
	if driver.Connect(e.database, &conn) == driver.StateError {
		return conn, errors.New("DuckDB refused a connection")
	}
	return conn, nil
}

func (e *engine) giveBack(conn driver.Connection) {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	if e.closed || len(e.idle) >= 2*runningScans {
		driver.Disconnect(&conn)
		return
	}
	e.idle = append(e.idle, conn)
}

// BusyError says that a scan waited for its turn as long as it may.
type BusyError struct{ Waited time.Duration }

func (e *BusyError) Error() string {
	return fmt.Sprintf("the store is busy: other queries kept this one waiting for %s; ask for less at a time or try again", e.Waited.Round(time.Second))
}

// scanTurn waits until another scan may run.
func (e *engine) scanTurn(ctx context.Context) (done func(), err error) {
	select {
	case e.scans <- struct{}{}:
		return func() { <-e.scans }, nil
	default:
	}
	timer := time.NewTimer(e.wait)
	defer timer.Stop()
	select {
	case e.scans <- struct{}{}:
		return func() { <-e.scans }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-timer.C:
		return nil, &BusyError{e.wait}
	}
}

func quoteText(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// defaults fills in what a configuration leaves open and follows the links of its folders.
func (cfg Config) defaults() (Config, error) {
	if cfg.Path == "" {
		return cfg, errors.New("the data source has no path: name the folder that holds the prediction log")
	}
	path, err := realFolder(cfg.Path)
	if err != nil {
		return cfg, err
	}
	cfg.Path = path
	if len(cfg.Directories) == 0 {
		cfg.Directories = []string{path}
	}
	var directories []string
	for _, dir := range cfg.Directories {
		real, err := realFolder(dir)
		if err != nil {
			continue // an allowed folder that is not there allows nothing
		}
		directories = append(directories, real)
	}
	slices.Sort(directories)
	cfg.Directories = slices.Compact(directories)
	if !insideAny(cfg.Path, cfg.Directories) {
		return cfg, fmt.Errorf("the folder %s lies outside the folders that may be read", cfg.Path)
	}
	if cfg.Threads <= 0 {
		cfg.Threads = runtime.GOMAXPROCS(0)
	}
	if cfg.MemoryLimit == "" {
		cfg.MemoryLimit = "2GB"
	}
	if cfg.TempLimit == "" {
		cfg.TempLimit = "4GB"
	}
	if cfg.QueueTimeout <= 0 {
		cfg.QueueTimeout = 30 * time.Second
	}
	return cfg, nil
}
