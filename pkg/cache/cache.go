// Package cache keeps what was computed once: counts of closed windows, references, finished verdicts. It is bounded in bytes, forgets what was used
// longest ago, and lets a question that several dashboards and rules ask at the same time be answered once. It knows nothing of what it keeps: whatever
// an answer depends on, the state of the data included, is part of its key.
package cache

import (
	"container/list"
	"context"
	"errors"
	"sync"
	"time"
)

// Cache is safe for concurrent use.
type Cache struct {
	capacity int64
	now      func() time.Time
	waiting  func(context.Context) (over func()) // is told of waiting; never nil

	mu      sync.Mutex
	entries map[string]*list.Element
	order   *list.List // most recently used first
	size    int64
	evicted int64
	flights map[string]*flight
}

type entry struct {
	key     string
	value   any
	size    int64
	expires time.Time // zero: never
}

// flight is an answer that is being computed.
type flight struct {
	done  chan struct{} // of all answers that are computed together
	value any
	err   error
}

// New makes a cache of at most capacity bytes.
func New(capacity int64) *Cache {
	return &Cache{capacity: capacity, now: time.Now, waiting: func(context.Context) func() { return func() {} },
		entries: map[string]*list.Element{}, order: list.New(), flights: map[string]*flight{}}
}

// Waiting has told be called when somebody begins to wait for what others compute, and what it returns when the waiting is over. To be set before anything is asked.
func (c *Cache) Waiting(told func(context.Context) (over func())) *Cache {
	c.waiting = told
	return c
}

// Entry is an answer and what it takes to keep it.
type Entry struct {
	Value any
	Bytes int64         // roughly what it holds in memory
	Keep  bool          // false: it is only shared with those who wait for it now
	For   time.Duration // how long it is true; 0: as long as its key says
}

// errAbandoned tells those who wait that whoever computed has given up; one of them takes over.
var errAbandoned = errors.New("cache: abandoned")

// Many answers many keys at once: what is known, what others are computing at this moment (for which it waits), and, by one call of load, the rest.
// load gets the positions of the keys it must compute and returns an Entry for each. found tells for each key whether the answer was there already.
// Equal keys may be given more than once. When load fails, those who wait for its answers compute them themselves: another's deadline is not theirs.
func (c *Cache) Many(ctx context.Context, keys []string, load func(ctx context.Context, missing []int) ([]Entry, error)) (values []any, found []bool, err error) {
	values, found = make([]any, len(keys)), make([]bool, len(keys))
	waiting := make(map[int]*flight)
	todo := make([]int, len(keys))
	for i := range keys {
		todo[i] = i
	}
	for len(todo) > 0 {
		mine, flights := make([]int, 0, len(todo)), make(map[string]*flight, len(todo))
		own := map[int]*flight{}
		done, made := make(chan struct{}), make([]flight, 0, len(todo))
		c.mu.Lock()
		for _, i := range todo {
			if e, ok := c.get(keys[i]); ok {
				values[i], found[i] = e.value, true
			} else if f, ok := flights[keys[i]]; ok {
				own[i] = f // the same key twice in this call
			} else if f, ok := c.flights[keys[i]]; ok {
				waiting[i] = f
			} else {
				made = append(made, flight{done: done, err: errAbandoned})
				f := &made[len(made)-1]
				c.flights[keys[i]], flights[keys[i]] = f, f
				mine = append(mine, i)
			}
		}
		c.mu.Unlock()
		if len(mine) > 0 {
			if err := c.compute(ctx, keys, mine, made, load); err != nil {
				return nil, nil, err
			}
			for n, i := range mine {
				values[i] = made[n].value
			}
		}
		for i, f := range own {
			values[i] = f.value
		}
		if err := c.await(ctx, waiting); err != nil {
			return nil, nil, err
		}
		todo = todo[:0]
		for i, f := range waiting {
			if f.err != nil {
				todo = append(todo, i)
				continue
			}
			values[i], found[i] = f.value, true
		}
		clear(waiting)
	}
	return values, found, nil
}

// await waits until what others compute is there, or is given up.
func (c *Cache) await(ctx context.Context, flights map[int]*flight) error {
	if len(flights) == 0 {
		return nil
	}
	defer c.waiting(ctx)()
	for _, f := range flights {
		select {
		case <-f.done:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// compute loads what nobody else computes, flights by position in mine. However load ends, those who wait are told.
func (c *Cache) compute(ctx context.Context, keys []string, mine []int, flights []flight, load func(context.Context, []int) ([]Entry, error)) (err error) {
	var entries []Entry
	complete := false
	defer func() {
		c.mu.Lock()
		for n, i := range mine {
			if complete {
				flights[n].value, flights[n].err = entries[n].Value, nil
				c.put(keys[i], entries[n])
			}
			delete(c.flights, keys[i])
		}
		close(flights[0].done)
		c.mu.Unlock()
	}()
	entries, err = load(ctx, mine)
	if err != nil {
		return err
	}
	if len(entries) != len(mine) {
		return errors.New("cache: the loader answered fewer keys than it was asked for")
	}
	complete = true
	return nil
}

// One is Many for a single key.
func (c *Cache) One(ctx context.Context, key string, load func(context.Context) (Entry, error)) (value any, found bool, err error) {
	values, hits, err := c.Many(ctx, []string{key}, func(ctx context.Context, _ []int) ([]Entry, error) {
		e, err := load(ctx)
		return []Entry{e}, err
	})
	if err != nil {
		return nil, false, err
	}
	return values[0], hits[0], nil
}

// Get is the answer to one key, if it is there.
func (c *Cache) Get(key string) (any, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.get(key)
	if !ok {
		return nil, false
	}
	return e.value, true
}

// Put keeps an answer that nobody needs to wait for.
func (c *Cache) Put(key string, e Entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.put(key, e)
}

func (c *Cache) get(key string) (*entry, bool) {
	element, ok := c.entries[key]
	if !ok {
		return nil, false
	}
	e := element.Value.(*entry)
	if !e.expires.IsZero() && !c.now().Before(e.expires) {
		c.remove(element)
		return nil, false
	}
	c.order.MoveToFront(element)
	return e, true
}

// overhead is what an entry costs beside its value: key, list element, map slot.
const overhead = 200

func (c *Cache) put(key string, added Entry) {
	if !added.Keep {
		return
	}
	if element, ok := c.entries[key]; ok {
		c.remove(element)
	}
	e := &entry{key: key, value: added.Value, size: added.Bytes + int64(len(key)) + overhead}
	if added.For > 0 {
		e.expires = c.now().Add(added.For)
	}
	if e.size > c.capacity/4 {
		return // one answer may not push out everything else
	}
	c.entries[key] = c.order.PushFront(e)
	c.size += e.size
	for c.size > c.capacity {
		c.remove(c.order.Back())
		c.evicted++
	}
}

func (c *Cache) remove(element *list.Element) {
	e := c.order.Remove(element).(*entry)
	delete(c.entries, e.key)
	c.size -= e.size
}

// State is how full a cache is.
type State struct {
	Entries  int
	Bytes    int64
	Capacity int64 // in bytes
	Evicted  int64 // answers that were pushed out by others, since the beginning
}

// State tells how full the cache is.
func (c *Cache) State() State {
	c.mu.Lock()
	defer c.mu.Unlock()
	return State{len(c.entries), c.size, c.capacity, c.evicted}
}
