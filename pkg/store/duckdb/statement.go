package duckdb

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	driver "github.com/duckdb/duckdb-go-bindings"

	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// Error is DuckDB's own message, with what to do where that is known.
type Error struct{ Message string }

func (e *Error) Error() string {
	if strings.Contains(e.Message, "No space left on device") {
		return "the query needs more memory than DuckDB may take, and the disk of its temporary folder is full: ask for less time or fewer columns, or free space there: " + e.Message
	}
	return e.Message
}

// errNotSelect is why a statement is refused before it runs.
var errNotSelect = errors.New("only a single SELECT may be run")

// stream is the result of a running statement. Chunks come in the order of the rows.
type stream struct {
	engine   *engine
	ctx      context.Context
	conn     driver.Connection
	prepared driver.PreparedStatement
	pending  driver.PendingResult
	result   driver.Result
	stop     chan struct{} // ends the interrupter
	stopped  chan struct{}
	reader   *reader
}

// prepare compiles a statement and refuses everything but one SELECT: COPY, ATTACH and CREATE would still work after the lock.
func prepare(conn driver.Connection, text string) (driver.PreparedStatement, error) {
	var prepared driver.PreparedStatement
	if strings.ContainsRune(text, 0) {
		return prepared, errors.New("a name holds a character that no column can have (U+0000)")
	}
	var extracted driver.ExtractedStatements
	count := driver.ExtractStatements(conn, text, &extracted)
	defer driver.DestroyExtracted(&extracted)
	if count == 0 {
		return prepared, &Error{driver.ExtractStatementsError(extracted)}
	}
	if count != 1 {
		return prepared, errNotSelect
	}
	if driver.PrepareExtractedStatement(conn, extracted, 0, &prepared) == driver.StateError {
		err := &Error{driver.PrepareError(prepared)}
		driver.DestroyPrepare(&prepared)
		return prepared, err
	}
	if driver.PreparedStatementType(prepared) != driver.StatementTypeSelect {
		driver.DestroyPrepare(&prepared)
		return prepared, errNotSelect
	}
	return prepared, nil
}

// run starts a statement whose answer may be large. The caller must Close what it gets.
func (e *engine) run(ctx context.Context, st sql.Statement) (*stream, error) {
	return e.start(ctx, st, driver.PendingPreparedStreaming)
}

// finish runs a statement to its end and keeps its answer, which must be small: unlike a stream it then costs nothing to wait for. The caller must
// Close what it gets.
func (e *engine) finish(ctx context.Context, st sql.Statement) (*stream, error) {
	return e.start(ctx, st, driver.PendingPrepared)
}

func (e *engine) start(ctx context.Context, st sql.Statement, pending func(driver.PreparedStatement, *driver.PendingResult) driver.State) (_ *stream, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	conn, err := e.connect()
	if err != nil {
		return nil, err
	}
	s := &stream{engine: e, ctx: ctx, conn: conn, stop: make(chan struct{}), stopped: make(chan struct{})}
	go s.interruptWhenDone()
	defer func() {
		if err != nil {
			s.Close()
		}
	}()
	if s.prepared, err = prepare(conn, st.Text); err != nil {
		return nil, s.explain(err)
	}
	if err := bind(s.prepared, st.Args); err != nil {
		return nil, err
	}
	if pending(s.prepared, &s.pending) == driver.StateError {
		return nil, s.explain(&Error{driver.PendingError(s.pending)})
	}
	s.work()
	if message := driver.PendingError(s.pending); message != "" { // said here in its own words; after the next call in others
		return nil, s.explain(&Error{message})
	}
	if driver.ExecutePending(s.pending, &s.result) == driver.StateError {
		return nil, s.explain(s.failure())
	}
	s.reader = newReader(&s.result)
	return s, nil
}

// Pauses of a thread that has no work while others have.
const (
	shortestPause = 20 * time.Microsecond
	longestPause  = time.Millisecond
)

// work does tasks of the statement beside DuckDB's own threads until its result is ready or it has failed. ExecutePending would do the same, but it
// turns in a circle while the last tasks are in other hands: on a busy machine that took a tenth of all processor time.
func (s *stream) work() {
	pause := shortestPause
	for {
		switch driver.PendingExecuteTask(s.pending) {
		case driver.PendingStateResultNotReady:
			pause = shortestPause
		case driver.PendingStateNoTasksAvailable:
			time.Sleep(pause)
			pause = min(2*pause, longestPause)
		default:
			return
		}
	}
}

func bind(prepared driver.PreparedStatement, args []any) error {
	if n := int(driver.NParams(prepared)); n != len(args) {
		return fmt.Errorf("the statement has %d parameters but %d values", n, len(args))
	}
	for i, arg := range args {
		place, state := driver.IdxT(i+1), driver.StateError
		switch arg := arg.(type) {
		case string:
			state = driver.BindVarchar(prepared, place, arg)
		case float64:
			state = driver.BindDouble(prepared, place, arg)
		case int64:
			state = driver.BindInt64(prepared, place, arg)
		case bool:
			state = driver.BindBoolean(prepared, place, arg)
		}
		if state == driver.StateError {
			return fmt.Errorf("parameter %d of type %T cannot be bound", i+1, arg)
		}
	}
	return nil
}

// interruptWhenDone stops the engine's work when the context ends. DuckDB forgets an interrupt that comes between two steps, so it is repeated.
func (s *stream) interruptWhenDone() {
	defer close(s.stopped)
	select {
	case <-s.stop:
		return
	case <-s.ctx.Done():
	}
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for {
		driver.Interrupt(s.conn)
		select {
		case <-s.stop:
			return
		case <-ticker.C:
		}
	}
}

// Next gives the next chunk, nil after the last. It is valid until the next call.
func (s *stream) Next() (*chunk, error) {
	if err := s.ctx.Err(); err != nil {
		return nil, err
	}
	for {
		c := driver.FetchChunk(s.result)
		if c.Ptr == nil {
			if err := s.failure(); err.Message != "" {
				return nil, s.explain(err)
			}
			return nil, s.ctx.Err()
		}
		read := s.reader.read(c)
		driver.DestroyDataChunk(&c)
		if read.size > 0 {
			return read, nil
		}
	}
}

func (s *stream) failure() *Error {
	return &Error{driver.ResultError(&s.result)}
}

// explain prefers the reason that the caller knows: their context has ended.
func (s *stream) explain(err error) error {
	if ctxErr := s.ctx.Err(); ctxErr != nil {
		return ctxErr
	}
	return err
}

// Close ends the statement, finished or not.
func (s *stream) Close() {
	if s.reader != nil {
		s.reader.destroy()
	}
	driver.DestroyResult(&s.result)
	driver.DestroyPending(&s.pending)
	driver.DestroyPrepare(&s.prepared)
	close(s.stop)
	<-s.stopped
	s.engine.giveBack(s.conn)
}

// all reads a small answer as a whole: rows of string, float64, int64, bool or nil.
func (e *engine) all(ctx context.Context, st sql.Statement) ([][]any, error) {
	s, err := e.finish(ctx, st)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	var rows [][]any
	for {
		c, err := s.Next()
		if err != nil {
			return nil, err
		}
		if c == nil {
			return rows, nil
		}
		for i := range c.size {
			row := make([]any, len(c.vectors))
			for j := range row {
				row[j] = c.value(j, i)
			}
			rows = append(rows, row)
		}
	}
}
