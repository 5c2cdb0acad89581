package server

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// Store is a store.Store over an Engine.
type Store struct {
	engine Engine
	known  Known[model.Source, sql.Table]
}

// New makes a store of an engine, which is closed with it.
func New(e Engine) *Store { return &Store{engine: e} }

var _ store.Store = (*Store)(nil)

// Close closes the engine.
func (s *Store) Close() error { return s.engine.Close() }

// Engine is what the store runs on.
func (s *Store) Engine() Engine { return s.engine }

// Ping asks the server what it is.
func (s *Store) Ping(ctx context.Context) (string, error) {
	row, err := s.one(ctx, sql.Statement{Text: s.engine.Dialect().Grouped.Version})
	if err != nil {
		return "", err
	}
	return fmt.Sprint(row[0]), nil
}

// Describe lists the columns of a source. A text column whose first values look like times has the kind timestamp.
func (s *Store) Describe(ctx context.Context, src model.Source) ([]store.Column, error) {
	t, err := s.table(ctx, src)
	if err != nil {
		return nil, err
	}
	times, err := s.textTimes(ctx, &t)
	if err != nil {
		return nil, err
	}
	columns := make([]store.Column, 0, len(t.Fields))
	for _, f := range t.Fields {
		kind := sql.KindOf(f.Class)
		switch {
		case times[f.Name]:
			kind = model.Timestamp
		case f.Problem != "":
			kind = "" // nothing can be counted of it
		}
		columns = append(columns, store.Column{Name: f.Name, Kind: kind, Type: f.Type, Integer: f.Class == sql.Integer, Problem: f.Problem})
	}
	return columns, nil
}

// textTimes finds the text columns that hold times, from some rows.
func (s *Store) textTimes(ctx context.Context, t *sql.Table) (map[string]bool, error) {
	st, names := s.engine.Dialect().FirstTexts(t, 100)
	if len(names) == 0 {
		return nil, nil
	}
	rows, err := s.all(ctx, st)
	if err != nil {
		return nil, err
	}
	return sql.TimesAmong(names, rows), nil
}

// relation finds the sources of a relation.
func (s *Store) relation(ctx context.Context, asked store.Relation) (*sql.Relation, error) {
	main, err := s.table(ctx, asked.Source)
	if err != nil {
		return nil, err
	}
	var late *sql.Table
	if asked.Join != nil {
		t, err := s.table(ctx, asked.Join.Source)
		if err != nil {
			return nil, fmt.Errorf("labels: %w", err)
		}
		late = &t
	}
	clock, err := s.clock(ctx, &main, asked)
	if err != nil {
		return nil, err
	}
	return sql.NewRelation(s.engine.Dialect(), asked, main, late, clock)
}

// clock reads how a relation's time column tells time; nil without one.
func (s *Store) clock(ctx context.Context, t *sql.Table, asked store.Relation) (*sql.Clock, error) {
	if asked.Time == "" {
		return nil, nil
	}
	f, err := t.Find(asked.Time)
	if err != nil {
		return nil, err
	}
	var sample []string
	if sql.NeedsSample(f) {
		rows, err := s.all(ctx, s.engine.Dialect().SampleStatement(t, f))
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			if text, ok := row[0].(string); ok {
				sample = append(sample, text)
			}
		}
	}
	return sql.NewClock(f, sample, asked.Zone)
}

// each runs a statement and hands over its rows one by one.
func (s *Store) each(ctx context.Context, st sql.Statement, take func(row []any) error) (err error) {
	defer func() {
		if err != nil {
			s.known.Forget() // a table may not be any more what the statement was written for
		}
	}()
	rows, err := s.engine.Query(ctx, st)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := take(rows.Values()); err != nil {
			return err
		}
	}
	return rows.Err()
}

// all runs a statement whose answer is small.
func (s *Store) all(ctx context.Context, st sql.Statement) ([][]any, error) {
	var list [][]any
	err := s.each(ctx, st, func(row []any) error {
		list = append(list, append([]any(nil), row...))
		return nil
	})
	return list, err
}

// one runs a statement whose answer is one row.
func (s *Store) one(ctx context.Context, st sql.Statement) ([]any, error) {
	rows, err := s.all(ctx, st)
	if err == nil && len(rows) != 1 {
		err = fmt.Errorf("the server answered with %d rows instead of one", len(rows))
	}
	if err != nil {
		return nil, err
	}
	return rows[0], nil
}

// Extent gives the oldest and newest time and the number of rows of a relation.
func (s *Store) Extent(ctx context.Context, rel store.Relation) (store.Extent, error) {
	var extent store.Extent
	r, err := s.relation(ctx, rel)
	if err != nil {
		return extent, err
	}
	st, ok, err := r.QuickExtent()
	if err != nil {
		return extent, err
	}
	var row []any
	if ok {
		if row, err = s.one(ctx, st); err != nil {
			return extent, err
		}
	}
	if !ok || row[0] == nil || row[1] == nil {
		if st, err = r.Extent(); err != nil {
			return extent, err
		}
		if row, err = s.one(ctx, st); err != nil {
			return extent, err
		}
	}
	rows, _ := row[2].(int64)
	extent.Rows = float64(rows)
	timeless, _ := row[3].(int64)
	if oldest, ok := row[0].(int64); ok && rows > timeless { // the least of nothing is 0 for some engines
		newest, _ := row[1].(int64)
		extent.Timed, extent.From, extent.To = true, r.Clock.Instant(oldest), r.Clock.Instant(newest)
	}
	if timeless > 0 {
		extent.Notices = append(extent.Notices, store.Timeless(timeless, rel.Time))
	}
	return extent, nil
}

// Version names the tables behind a relation and their columns. What rows they hold it cannot tell, so it is good for a while only.
func (s *Store) Version(ctx context.Context, rel store.Relation) (store.Version, error) {
	sources := []model.Source{rel.Source}
	if rel.Join != nil {
		sources = append(sources, rel.Join.Source)
	}
	h := sha256.New()
	for _, src := range sources {
		t, err := s.table(ctx, src)
		if err != nil {
			return store.Version{}, err
		}
		if t.Identity != "" {
			fmt.Fprintf(h, "%q\n", t.Identity)
			continue
		}
		fmt.Fprintf(h, "%q\n", t.From)
		for _, f := range t.Fields {
			fmt.Fprintf(h, "%q %q %q\n", f.Name, f.Type, f.Problem)
		}
	}
	return store.Version{Key: hex.EncodeToString(h.Sum(nil)[:16])}, nil
}

// statistics are those of an answer that took several statements.
func statistics(started time.Time, rows float64, notices []string, statements ...sql.Statement) store.Stats {
	var texts []string
	for _, st := range statements {
		if st.Text != "" {
			texts = append(texts, st.Text)
		}
	}
	return store.Stats{SQL: strings.Join(texts, ";\n"), RowsScanned: rows, Seconds: time.Since(started).Seconds(), Notices: notices}
}
