package trino

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"sync"
)

const (
	mostRows   = 20_000_000 // of one answer
	mostAnswer = 2 << 30    // bytes of one answer
)

// rows are the rows of an answer, read page by page.
type rows struct {
	e    *Engine
	ctx  context.Context
	stop func() bool // forgets what is to happen when ctx ends
	end  func()

	mu   sync.Mutex
	next *url.URL // of the page after the last one that was read; nil: there is none
	done bool

	described   []column
	columns     []readValue // of described
	data        [][]json.RawMessage
	values      []any
	read, bytes int64
	err         error
}

// begin sends a statement when it is its turn, and reads until its columns are known.
func (e *Engine) begin(ctx context.Context, text string, bare bool) (*rows, error) {
	select {
	case e.turns <- struct{}{}:
	case <-ctx.Done():
		return nil, web.Ended(ctx.Err(), e.timeout)
	}
	ctx, cancel := context.WithTimeout(ctx, e.timeout+grace)
	r := &rows{e: e, ctx: ctx}
	r.end = func() {
		cancel()
		<-e.turns
	}
	r.stop = context.AfterFunc(ctx, r.abandon)
	p, err := e.post(ctx, text, bare)
	if err = r.take(p, err); err == nil {
		err = r.more(func() bool { return r.described == nil })
	}
	if err != nil {
		r.close()
		return nil, err
	}
	return r, nil
}

// take keeps what a page has.
func (r *rows) take(p *page, err error) error {
	if err != nil {
		return err
	}
	var next *url.URL
	if p.NextURI != "" && p.Error == nil {
		if next, err = r.e.next(p.NextURI); err != nil {
			return err
		}
	}
	r.mu.Lock()
	r.next = next
	r.mu.Unlock()
	if p.Error != nil {
		return p.Error.explain()
	}
	if r.described == nil && len(p.Columns) > 0 {
		r.described, r.columns, r.values = p.Columns, make([]readValue, len(p.Columns)), make([]any, len(p.Columns))
		for i, c := range p.Columns {
			r.columns[i] = reader(c.Type)
		}
	}
	r.data = p.Data // none before the columns are known
	r.read += int64(len(p.Data))
	r.bytes += p.bytes
	if r.read > mostRows || r.bytes > mostAnswer {
		return errors.New("Trino's answer has more rows than can be read: ask for less time, fewer columns or fewer segments")
	}
	return nil
}

// more reads pages as long as they are wanted and there are some.
func (r *rows) more(wanted func() bool) error {
	for wanted() && r.next != nil {
		if err := r.take(r.e.get(r.ctx, r.next)); err != nil {
			return err
		}
	}
	return nil
}

// Next reads a row.
func (r *rows) Next() bool {
	if r.err != nil {
		return false
	}
	if len(r.data) == 0 {
		if r.err = r.more(func() bool { return len(r.data) == 0 }); r.err != nil || len(r.data) == 0 {
			r.close()
			return false
		}
	}
	row := r.data[0]
	r.data = r.data[1:]
	if len(row) != len(r.columns) {
		r.err = fmt.Errorf("Trino answered a row of %d values for %d columns", len(row), len(r.columns))
		return false
	}
	for i, raw := range row {
		if r.values[i], r.err = r.columns[i].of(raw); r.err != nil {
			r.err = fmt.Errorf("Trino's answer cannot be read: %w", r.err)
			return false
		}
	}
	return true
}

// Values are those of the row; they are valid until Next.
func (r *rows) Values() []any { return r.values }

// Err is why the rows ended early; nil where they did not.
func (r *rows) Err() error { return r.err }

// Close stops the query if it still runs.
func (r *rows) Close() error {
	r.data = nil
	r.close()
	return nil
}

func (r *rows) close() {
	r.stop()
	r.abandon()
}

// abandon ends the query on the server, if it has not ended, and gives back what it holds here. It may be called at any time, and by any goroutine.
func (r *rows) abandon() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.done {
		return
	}
	r.done = true
	if r.next != nil {
		r.e.cancel(r.next)
	}
	r.end()
}
