package clickhouse

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// rows are the rows of an answer, read as they come.
type rows struct {
	body   *tail
	in     *bufio.Reader
	finish func(whole bool) // once: the answer was read to its end, or is not wanted any more
	ctx    context.Context
	tag    string // of exceptions; empty: a server before 25.11
	limit  time.Duration

	columns []readValue
	values  []any
	err     error
	ended   bool
}

// tail remembers the end of what was read: exceptions are written there.
type tail struct {
	io.ReadCloser
	last []byte
}

const keptTail = 64 << 10

func (t *tail) Read(p []byte) (int, error) {
	n, err := t.ReadCloser.Read(p)
	if n >= keptTail {
		t.last = append(t.last[:0], p[n-keptTail:n]...)
	} else if n > 0 {
		if over := len(t.last) + n - 2*keptTail; over > 0 {
			t.last = append(t.last[:0], t.last[len(t.last)-keptTail:]...)
		}
		t.last = append(t.last, p[:n]...)
	}
	return n, err
}

func newRows(ctx context.Context, body io.ReadCloser, tag string, limit time.Duration, finish func(bool)) (*rows, error) {
	kept := &tail{ReadCloser: body}
	r := &rows{body: kept, in: bufio.NewReaderSize(kept, 64<<10), finish: finish, ctx: ctx, tag: tag, limit: limit}
	types, err := readHeader(r.in)
	if err != nil {
		err = r.why(err)
		r.Close()
		return nil, err
	}
	r.columns, r.values = make([]readValue, len(types)), make([]any, len(types))
	for i, name := range types {
		if r.columns[i], err = reader(name); err != nil {
			r.Close()
			return nil, fmt.Errorf("ClickHouse: %w", err)
		}
	}
	return r, nil
}

// Next reads a row.
func (r *rows) Next() bool {
	if r.ended {
		return false
	}
	for i, read := range r.columns {
		value, err := read(r.in)
		if err == nil {
			r.values[i] = value
			continue
		}
		if err == io.EOF && i == 0 {
			err = nil // between two rows
		} else {
			err = unexpected(err)
		}
		r.end(err)
		return false
	}
	if len(r.columns) == 0 {
		r.end(nil)
	}
	return !r.ended
}

// end finds out how the answer ended: what looks like its end, or like rows, may be an exception.
func (r *rows) end(err error) {
	if err != nil {
		// What is left may be the rest of an exception's text.
		_, rest := io.Copy(io.Discard, io.LimitReader(r.in, maxText))
		if rest == nil {
			rest = err
		}
		err = rest
	}
	if e := inTail(r.body.last, r.tag, err != nil, r.limit); e != nil {
		r.err = e
	} else if err != nil {
		r.err = r.why(err)
	}
	r.ended = true
	r.close(r.err == nil)
}

// why says in words how reading failed.
func (r *rows) why(err error) error {
	if e := inTail(r.body.last, r.tag, true, r.limit); e != nil {
		return e
	}
	if cause := r.ctx.Err(); cause != nil {
		return web.Ended(cause, r.limit)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return errors.New("the connection to ClickHouse was lost in the middle of an answer: try again")
	}
	return fmt.Errorf("ClickHouse's answer cannot be read: %w", err)
}

// Values are those of the row; they are valid until Next.
func (r *rows) Values() []any { return r.values }

// Err is why the rows ended early; nil where they did not.
func (r *rows) Err() error { return r.err }

// Close stops the query if it still runs.
func (r *rows) Close() error {
	r.ended = true
	r.close(false)
	return nil
}

func (r *rows) close(whole bool) {
	if r.finish != nil {
		r.body.Close()
		r.finish(whole)
		r.finish = nil
	}
}
