package server

import (
	"context"
	"sync"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// knownTables remembers for a while what sources look like: one question of a panel finds its table several times, and a dashboard has many panels.
type knownTables struct {
	mu   sync.Mutex
	list map[model.Source]knownTable
}

type knownTable struct {
	sql.Table
	until time.Time
}

const (
	tableLife       = 15 * time.Second
	mostKnownTables = 1000
)

// table finds a source, or remembers it.
func (s *Store) table(ctx context.Context, src model.Source) (sql.Table, error) {
	if t, ok := s.known.get(src); ok {
		return t, nil
	}
	t, err := s.engine.Table(ctx, src)
	if err == nil && src.Partition != "" {
		err = t.PartitionBy(s.engine.Dialect(), src.Partition, func(st sql.Statement) ([][]any, error) { return s.all(ctx, st) })
	}
	if err == nil {
		s.known.put(src, t)
	}
	return t, err
}

func (k *knownTables) get(src model.Source) (sql.Table, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	found, ok := k.list[src]
	return found.Table, ok && time.Now().Before(found.until)
}

func (k *knownTables) put(src model.Source, t sql.Table) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.list == nil || len(k.list) >= mostKnownTables {
		k.list = map[model.Source]knownTable{}
	}
	k.list[src] = knownTable{t, time.Now().Add(tableLife)}
}

func (k *knownTables) forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.list = nil
}
