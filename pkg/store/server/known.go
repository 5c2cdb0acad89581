package server

import (
	"context"
	"maps"
	"sync"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// Known remembers for a while what sources look like: one question of a panel finds its table several times, and a dashboard has many panels. The zero value is
// ready.
type Known[K comparable, V any] struct {
	mu   sync.Mutex
	list map[K]remembered[V]
}

type remembered[V any] struct {
	value V
	until time.Time
}

const (
	knownFor  = 15 * time.Second
	mostKnown = 1000
)

// table finds a source, or remembers it.
func (s *Store) table(ctx context.Context, src model.Source) (sql.Table, error) {
	if t, ok := s.known.Get(src); ok {
		return t, nil
	}
	t, err := s.engine.Table(ctx, src)
	if err == nil && src.Partition != "" {
		err = t.PartitionBy(s.engine.Dialect(), src.Partition, func(st sql.Statement) ([][]any, error) { return s.all(ctx, st) })
	}
	if err == nil {
		s.known.Put(src, t)
	}
	return t, err
}

// Get is what was put, where that is not long ago.
func (k *Known[K, V]) Get(key K) (value V, ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	found, ok := k.list[key]
	return found.value, ok && time.Now().Before(found.until)
}

// Put remembers, and forgets what is too old.
func (k *Known[K, V]) Put(key K, value V) {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := time.Now()
	maps.DeleteFunc(k.list, func(_ K, old remembered[V]) bool { return !now.Before(old.until) })
	if k.list == nil || len(k.list) >= mostKnown {
		k.list = map[K]remembered[V]{}
	}
	k.list[key] = remembered[V]{value, now.Add(knownFor)}
}

// Forget forgets all.
func (k *Known[K, V]) Forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.list = nil
}
