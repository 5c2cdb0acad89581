// Package loki is a store over log lines in Grafana Loki: predictions that a service writes as lines of JSON, of logfmt or as structured metadata. Loki counts them,
// by LogQL: categories by their values, numbers in cells that a template in the query finds, so that lines stay there. What fits in one page of lines is counted
// from the lines, which costs one query instead of one for each column; and what LogQL cannot count within Loki's limits is counted from lines up to a cap, with a
// notice that says how many of how many.
//
// A source is a log query as LogQL writes it, {service_name="digits"} |= "ml.prediction" | json: its labels are the columns, and what renames or parses them is
// LogQL's own. The time of a line in Loki is the column time.
package loki

import (
	"context"
	"errors"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/server"
)

// Store is a store.Store.
type Store struct {
	api   *api
	now   func() time.Time
	fewer int                          // questions of at most so many lines are counted from the lines
	most  int                          // lines that are read for one question
	known server.Known[string, *lines] // what lines look like, by the text of their source
}

const (
	onePage   = 5_000  // lines that Loki answers at once, unless told otherwise
	mostLines = 50_000 // ten pages: two or three seconds
	// mostInstead is up to how many lines all columns are counted from the lines, where these are fewer pages than the columns would take queries: a query of 450 cells costs Loki as
	// much as two or three pages.
	mostInstead = 200_000
	// farthest is how far back a log is looked for.
	farthest = 400 * 24 * time.Hour
	// ahead is how much later than now a line may be: what Loki accepts.
	ahead = time.Hour
)

var _ store.Store = (*Store)(nil)

// Open prepares a store; nothing is asked of the server yet. c.URL is the address under which /loki/api/v1 lies, with the path before it where there is one.
func Open(c server.Config) (store.Store, error) {
	a, err := newAPI(c)
	if err != nil {
		return nil, err
	}
	return &Store{api: a, now: time.Now, fewer: onePage, most: mostLines}, nil
}

// Lines sets what is counted from lines: questions of at most so many, and how many are read at most for one question. It is for tests; Open sets what is good.
func (s *Store) Lines(fewer, most int) { s.fewer, s.most = fewer, most }

// Close gives back all connections.
func (s *Store) Close() error {
	s.api.Close()
	return nil
}

// Ping asks the server what it is.
func (s *Store) Ping(ctx context.Context) (string, error) {
	if version, err := s.api.version(ctx); err == nil {
		return "Loki " + version, nil
	}
	// A proxy may let queries pass alone.
	if _, err := s.api.labelNames(ctx, s.now().Add(-time.Hour), s.now()); err != nil {
		return "", err
	}
	return "Loki", nil
}

// Version is unknown: streams grow with every push.
func (s *Store) Version(context.Context, store.Relation) (store.Version, error) {
	return store.Version{}, nil
}

// lines finds what the lines of a source look like.
func (s *Store) lines(ctx context.Context, src model.Source) (*lines, error) {
	if src.Table == "" {
		return nil, errors.New(`a source in Loki is a log query: {"table": "{service_name=\"digits\"} | json"}`)
	}
	if known, ok := s.known.Get(src.Table); ok {
		return known, nil
	}
	found, err := s.look(ctx, src.Table)
	if err != nil {
		return nil, err
	}
	s.known.Put(src.Table, found)
	return found, nil
}
