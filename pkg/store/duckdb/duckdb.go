// Package duckdb is the store of a folder of files: Parquet, CSV, JSON lines, or one JSON object a file, read by DuckDB inside this process.
//
// DuckDB finds, decodes, joins, filters and computes; its vectors are then counted in Go (package tally), on DuckDB's own threads where their order does
// not matter. One engine serves all data sources that may read the same folders. It is locked before its first query, and a statement runs only if it was
// built here and is a single SELECT.
package duckdb

import (
	"context"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// Config is where a store reads and what it may use.
type Config struct {
	// Path is the data source's folder: sources are files and globs below it.
	Path string
	// Directories are the folders that the server's operator allows. Path must lie in one of them. Default: Path alone.
	// Data sources with the same directories share one engine, and the settings below are those of the first.
	Directories []string
	// CacheDirectory is where files that are slow to read are kept as Parquet; empty: they cannot be read. It must lie in none of Directories.
	CacheDirectory string
	// AllowSQL permits model.Source.SQL.
	AllowSQL bool

	Threads       int           // default: GOMAXPROCS
	MemoryLimit   string        // of the engine, as DuckDB writes it; default 2GB. It is a soft limit.
	TempDirectory string        // a private folder for what does not fit in memory; default none: then such a query fails
	TempLimit     string        // default 4GB
	QueueTimeout  time.Duration // how long a scan waits for its turn; default 30 s
}

// Store is a folder of files.
type Store struct {
	engine   *engine
	path     string
	roots    []string
	allowSQL bool
}

var _ store.Store = (*Store)(nil)

// Open gives a store on the process's engine for cfg.Directories. The caller must Close it.
func Open(cfg Config) (*Store, error) {
	cfg, err := cfg.defaults()
	if err != nil {
		return nil, err
	}
	e, err := share(cfg)
	if err != nil {
		return nil, err
	}
	return &Store{engine: e, path: cfg.Path, roots: cfg.Directories, allowSQL: cfg.AllowSQL}, nil
}

// Close gives back the store's share of the engine. Running queries must have ended.
func (s *Store) Close() error {
	if s.engine != nil {
		s.engine.release()
		s.engine = nil
	}
	return nil
}

// Describe lists the columns of a source. A text column whose values look like times has the kind timestamp.
func (s *Store) Describe(ctx context.Context, src model.Source) ([]store.Column, error) {
	var columns []store.Column
	err := s.withSource(ctx, src, func(t *table) error {
		columns = columns[:0]
		times, err := s.textTimes(ctx, t)
		if err != nil {
			return err
		}
		for _, f := range t.Fields {
			kind := sql.KindOf(f.Class)
			if times[f.Name] {
				kind = model.Timestamp
			}
			columns = append(columns, store.Column{Name: f.Name, Kind: kind, Type: f.Type, Integer: f.Class == sql.Integer})
		}
		return nil
	})
	return columns, err
}

// textTimes finds the text columns that hold times, from the first rows.
func (s *Store) textTimes(ctx context.Context, t *table) (map[string]bool, error) {
	st, names := sql.DuckDB.FirstTexts(&t.Table, 100)
	if len(names) == 0 {
		return nil, nil
	}
	rows, err := s.engine.all(ctx, st)
	if err != nil {
		return nil, err
	}
	return sql.TimesAmong(names, rows), nil
}

// Extent gives the oldest and newest time and the number of rows of a relation.
func (s *Store) Extent(ctx context.Context, rel store.Relation) (store.Extent, error) {
	var extent store.Extent
	err := s.withRelation(ctx, rel, func(r *sql.Relation, known said) error {
		rows, err := s.extent(ctx, r)
		if err != nil {
			return err
		}
		extent = store.Extent{Rows: float64(rows[0][2].(int64)), Notices: known.notices, Warnings: known.warnings, Remarks: known.remarks}
		if oldest, ok := rows[0][0].(int64); ok {
			extent.Timed = true
			extent.From, extent.To = r.Clock.Instant(oldest), r.Clock.Instant(rows[0][1].(int64))
		}
		if timeless, ok := rows[0][3].(int64); ok && timeless > 0 {
			extent.Notices = append(extent.Notices, store.Timeless(timeless, rel.Time))
		}
		return nil
	})
	return extent, err
}

func (s *Store) extent(ctx context.Context, r *sql.Relation) ([][]any, error) {
	st, ok, err := r.QuickExtent()
	if err != nil {
		return nil, err
	}
	if ok {
		rows, err := s.engine.all(ctx, st)
		if err != nil || rows[0][0] != nil && rows[0][1] != nil {
			return rows, err
		}
	}
	if st, err = r.Extent(); err != nil {
		return nil, err
	}
	return s.engine.all(ctx, st)
}
