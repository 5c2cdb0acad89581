// Package prometheus is a store of counts that a service keeps itself: histograms and counters of its features, which Prometheus (or what speaks its HTTP API: Mimir,
// Thanos, VictoriaMetrics) has scraped. A metric knows how many values lay below each bound (le) and how often each category came, window by window. That is what a
// Counts is, so drift of one column is judged as from a log, on the metric's own bins. It knows no rows: what needs them is an UnsupportedError.
//
// A source names a family of metrics and which of its series, as PromQL does: model_feature{model="digits"} stands for
//
//	model_feature_value           a histogram, classic or native, with the label feature: a numeric feature
//	model_feature_category_total  a counter with the labels feature and value: a categorical feature
//	model_feature_missing_total   a counter with the label feature: rows without a value; may be left out
//
// All other labels are columns to group and filter by.
package prometheus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/server"
)

// Store is a store.Store.
type Store struct {
	api   *api
	now   func() time.Time
	known server.Known[string, *family] // families, by the text of their source
}

var _ store.Store = (*Store)(nil)

// Open prepares a store; nothing is asked of the server yet. c.URL is the address under which /api/v1 lies, with the path before it where there is one.
func Open(c server.Config) (store.Store, error) {
	a, err := newAPI(c)
	if err != nil {
		return nil, err
	}
	return &Store{api: a, now: time.Now}, nil
}

// Close gives back all connections.
func (s *Store) Close() error {
	s.api.Close()
	return nil
}

// Ping asks the server what it is.
func (s *Store) Ping(ctx context.Context) (string, error) {
	if version, err := s.api.version(ctx); err == nil {
		return "Prometheus " + version, nil
	}
	// Not all that speak its API say what they are.
	if _, err := s.api.at(ctx, "vector(1)", s.now()); err != nil {
		return "", err
	}
	return "Prometheus", nil
}

// Version is unknown: series grow with every scrape.
func (s *Store) Version(context.Context, store.Relation) (store.Version, error) {
	return store.Version{}, nil
}

// family finds the metrics of a source.
func (s *Store) family(ctx context.Context, src model.Source) (*family, error) {
	if src.Table == "" {
		return nil, errors.New(`a source in Prometheus is a family of metrics: {"table": "model_feature{model=\"digits\"}"}`)
	}
	if known, ok := s.known.Get(src.Table); ok {
		return known, nil
	}
	selected, err := parseSelector(src.Table)
	if err != nil {
		return nil, err
	}
	found, err := s.find(ctx, selected)
	if err != nil {
		return nil, err
	}
	s.known.Put(src.Table, found)
	return found, nil
}

// CountsByEdges is beyond a metric: its bins are those that the service cut.
func (s *Store) CountsByEdges(context.Context, store.EdgesRequest) (*store.CountsResult, error) {
	return nil, unsupported("bins of your own", "take the metric's own buckets, or a log of predictions")
}

// Rows are beyond a metric.
func (s *Store) Rows(context.Context, store.RowsRequest) (*store.RowsResult, error) {
	return nil, unsupported("single predictions", "look at them in the service's log, by a data source of files or of a database")
}

// Cuts are beyond a metric, which does not know when each row came.
func (s *Store) Cuts(context.Context, store.CutsRequest) (*store.CutsResult, error) {
	return nil, unsupported("windows of a number of rows", "choose windows of a duration, such as 1h")
}

func unsupported(what, instead string) error {
	return &store.UnsupportedError{Text: fmt.Sprintf("Prometheus has counts and no rows, so there are no %s: %s", what, instead)}
}
