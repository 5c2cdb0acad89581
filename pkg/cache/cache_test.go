package cache

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func number(n int) Entry { return Entry{Value: n, Bytes: 100, Keep: true} }

func TestManyLoadsOnlyWhatIsMissing(t *testing.T) {
	c, ctx := New(1<<20), context.Background()
	var asked [][]int
	load := func(_ context.Context, missing []int) ([]Entry, error) {
		asked = append(asked, missing)
		var entries []Entry
		for _, i := range missing {
			entries = append(entries, number(i*10))
		}
		return entries, nil
	}
	if _, _, err := c.Many(ctx, []string{"a", "b"}, load); err != nil {
		t.Fatal(err)
	}
	values, found, err := c.Many(ctx, []string{"b", "c", "a", "c"}, load)
	if err != nil || !reflect.DeepEqual(values, []any{10, 10, 0, 10}) || !reflect.DeepEqual(found, []bool{true, false, true, false}) {
		t.Errorf("%v %v %v", values, found, err)
	}
	if !reflect.DeepEqual(asked, [][]int{{0, 1}, {1}}) {
		t.Errorf("asked for %v", asked)
	}
}

func TestForgetsWhatWasUsedLongestAgo(t *testing.T) {
	c, ctx := New(10*(100+1+overhead)), context.Background()
	get := func(key string) bool {
		_, found, _ := c.One(ctx, key, func(context.Context) (Entry, error) { return number(1), nil })
		return found
	}
	for i := range 10 {
		get(fmt.Sprint(i))
	}
	get("0")
	get("x") // pushes out "1", not "0"
	if s := c.State(); s.Entries != 10 || s.Bytes > s.Capacity || s.Evicted == 0 {
		t.Errorf("%+v", s)
	}
	if !get("0") || get("1") {
		t.Error("the wrong one was forgotten")
	}
	c.One(ctx, "huge", func(context.Context) (Entry, error) { return Entry{Bytes: c.capacity, Keep: true}, nil })
	if !get("0") {
		t.Error("one huge answer pushed out the others")
	}
}

func TestKeepAndFor(t *testing.T) {
	c, ctx := New(1<<20), context.Background()
	now := time.Unix(0, 0)
	c.now = func() time.Time { return now }
	loads := 0
	ask := func(e Entry) {
		c.One(ctx, "k", func(context.Context) (Entry, error) { loads++; return e, nil })
	}
	ask(Entry{})
	ask(Entry{Keep: true, For: time.Hour})
	ask(Entry{})
	if loads != 2 {
		t.Errorf("an open window is not kept, a closed one is: %d loads", loads)
	}
	now = now.Add(time.Hour)
	ask(Entry{Keep: true})
	if loads != 3 {
		t.Errorf("kept longer than it is true: %d loads", loads)
	}
}

func TestEachQuestionOnceHoweverManyWait(t *testing.T) {
	c := New(1 << 20)
	var loads atomic.Int32
	release := make(chan struct{})
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() {
			v, _, err := c.One(context.Background(), "k", func(context.Context) (Entry, error) {
				loads.Add(1)
				<-release
				return Entry{Value: 7}, nil // not even kept
			})
			if err != nil || v != 7 {
				t.Errorf("%v %v", v, err)
			}
		})
	}
	time.Sleep(20 * time.Millisecond)
	close(release)
	group.Wait()
	if loads.Load() != 1 {
		t.Errorf("%d loads", loads.Load())
	}
}

// Whoever waits for what another computes is told of, until it is there; whoever computes, or finds it, is not.
func TestTellsOfWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		type who struct{}
		waited := map[any]time.Duration{} // one goroutine writes at a time
		c := New(1 << 20).Waiting(func(ctx context.Context) func() {
			began := time.Now()
			return func() { waited[ctx.Value(who{})] = time.Since(began) }
		})
		ask := func(name string) {
			_, _, err := c.One(context.WithValue(t.Context(), who{}, name), "k", func(context.Context) (Entry, error) {
				time.Sleep(2 * time.Second)
				return Entry{Value: 7, Keep: true}, nil
			})
			if err != nil {
				t.Error(err)
			}
		}
		var group sync.WaitGroup
		for _, name := range []string{"computes", "waits"} {
			group.Go(func() { ask(name) })
			synctest.Wait()
			time.Sleep(time.Second)
		}
		group.Wait()
		ask("finds")
		if fmt.Sprint(waited) != "map[waits:1s]" {
			t.Error(waited)
		}
	})
}

// Two questions that share keys in opposite order must not wait for each other.
func TestOverlappingQuestionsDoNotDeadlock(t *testing.T) {
	c := New(1 << 20)
	var group sync.WaitGroup
	for n := range 200 {
		keys := []string{"a", "b", "c", "d"}
		if n%2 == 1 {
			keys = []string{"d", "c", "b", "a"}
		}
		group.Go(func() {
			_, _, err := c.Many(context.Background(), keys, func(_ context.Context, missing []int) ([]Entry, error) {
				return make([]Entry, len(missing)), nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}

// When the one who computes goes away, those who wait do not fail with them.
func TestAnothersFailureIsNotMine(t *testing.T) {
	c := New(1 << 20)
	started, gone := make(chan struct{}), make(chan struct{})
	go func() {
		c.One(context.Background(), "k", func(context.Context) (Entry, error) {
			close(started)
			<-gone
			return Entry{}, errors.New("my dashboard was closed")
		})
	}()
	<-started
	done := make(chan struct{})
	go func() {
		v, _, err := c.One(context.Background(), "k", func(context.Context) (Entry, error) { return number(3), nil })
		if err != nil || v != 3 {
			t.Errorf("%v %v", v, err)
		}
		close(done)
	}()
	time.Sleep(10 * time.Millisecond)
	close(gone)
	<-done
}

func TestPanicReleasesThoseWhoWait(t *testing.T) {
	c := New(1 << 20)
	func() {
		defer func() { recover() }()
		c.One(context.Background(), "k", func(context.Context) (Entry, error) { panic("bug") })
	}()
	v, _, err := c.One(context.Background(), "k", func(context.Context) (Entry, error) { return number(1), nil })
	if err != nil || v != 1 {
		t.Errorf("%v %v", v, err)
	}
}
