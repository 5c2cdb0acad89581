package clickhouse

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// mostInURL bounds the parameters that go in the address; more of them go as a form, which ClickHouse reads as well.
const mostInURL = 4 << 10

// grace is how much longer than the server's own limit is waited here, so that its exception, which says more, comes first.
const grace = 3 * time.Second

// freedom is what the user may set.
type freedom = int32

const (
	setsAll      freedom = iota
	setsReadonly         // not all that a query would like to set: an old server, or limits of the profile
	setsNothing          // the profile is read-only itself, and must hold what limits there are; time is kept here
)

// settings are those of a query. readonly = 2 allows reading only, and settings.
func (e *Engine) settings(to url.Values, free freedom) {
	if free == setsNothing {
		return
	}
	to.Set("readonly", "2")
	if free == setsReadonly {
		return
	}
	if e.compress {
		to.Set("enable_http_compression", "1")
		to.Set("http_zlib_compression_level", "1")
	}
	to.Set("max_execution_time", strconv.FormatFloat(e.timeout.Seconds(), 'f', -1, 64))
	to.Set("max_result_rows", strconv.Itoa(mostRows))
	for _, mode := range []string{"result_overflow_mode", "read_overflow_mode", "group_by_overflow_mode", "timeout_overflow_mode"} {
		to.Set(mode, "throw") // half an answer is a wrong one
	}
	to.Set("transform_null_in", "0") // what a profile may say otherwise, and answers depend on
	to.Set("group_by_use_nulls", "0")
	to.Set("force_grouping_standard_compatibility", "1")
	to.Set("bool_true_representation", "true")
	to.Set("bool_false_representation", "false")
	to.Set("short_circuit_function_evaluation", "force_enable") // of what sql.ClickHouse writes in the parts of an if
}

// ask sends a statement. The rows hold the connection until they end or are closed.
func (e *Engine) ask(ctx context.Context, st sql.Statement, free freedom) (*rows, error) {
	id := newID()
	query := url.Values{}
	query.Set("query_id", id)
	query.Set("database", e.database)
	query.Set("default_format", "RowBinaryWithNamesAndTypes")
	e.settings(query, free)
	params, err := parameters(st.Args)
	if err != nil {
		return nil, err
	}
	body, contentType := []byte(st.Text), "text/plain; charset=utf-8"
	if encoded := params.Encode(); len(encoded) <= mostInURL {
		for name, values := range params {
			query[name] = values
		}
	} else if body, contentType, err = form(st.Text, params); err != nil {
		return nil, err
	}

	ctx, cancel := context.WithTimeout(ctx, e.timeout+grace)
	request, err := e.request(ctx, query, body, contentType)
	if err != nil {
		cancel()
		return nil, err
	}
	// Whatever ends first: the answer, or the wish for it.
	var once sync.Once
	finish := func(whole bool) {
		once.Do(func() {
			if !whole {
				e.kill(id)
			}
			cancel()
		})
	}
	stop := context.AfterFunc(ctx, func() { finish(false) })
	finished := func(whole bool) {
		stop()
		finish(whole)
	}

	response, err := e.http.Do(request)
	if err != nil {
		cause := ctx.Err()
		finished(false)
		if cause != nil {
			return nil, web.Ended(cause, e.timeout)
		}
		return nil, web.Unreachable(e.base.Host, err)
	}
	if response.StatusCode != http.StatusOK || response.Header.Get("X-ClickHouse-Exception-Code") != "" {
		err := e.refusal(response)
		response.Body.Close()
		finished(true)
		return nil, err
	}
	return newRows(ctx, response.Body, response.Header.Get("X-ClickHouse-Exception-Tag"), e.timeout, finished)
}

func (e *Engine) request(ctx context.Context, query url.Values, body []byte, contentType string) (*http.Request, error) {
	address := *e.base
	if address.Path == "" {
		address.Path = "/"
	}
	address.RawQuery = query.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address.String(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", contentType)
	request.Header["X-Idempotency-Key"] = nil // not sent; says that a request which found its idle connection closed may be sent again
	if e.user != "" {
		request.SetBasicAuth(e.user, e.password)
	}
	return request, nil
}

// refusal is what the server said instead of rows.
func (e *Engine) refusal(response *http.Response) error {
	text, err := io.ReadAll(io.LimitReader(response.Body, keptTail))
	if err != nil {
		return web.Unreachable(e.base.Host, err)
	}
	if found := exception(string(text), e.timeout); found != nil {
		return found
	}
	if code, err := strconv.Atoi(response.Header.Get("X-ClickHouse-Exception-Code")); err == nil {
		return &Exception{Code: code, Text: string(text), limit: e.timeout}
	}
	switch response.StatusCode {
	case http.StatusUnauthorized, http.StatusForbidden:
		return &Exception{Code: authentication, Text: string(text)}
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		return &Exception{Code: tooManyQueries, Text: string(text)}
	}
	return fmt.Errorf("what answers at the address of ClickHouse is not its HTTP interface (status %d): correct it in the settings of the data source", response.StatusCode)
}

// kill stops a query on the server, in the background.
func (e *Engine) kill(id string) {
	e.kills.Add(1)
	go func() {
		defer e.kills.Done()
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		request, err := e.request(ctx, url.Values{}, []byte("KILL QUERY WHERE query_id = '"+id+"' ASYNC"), "text/plain; charset=utf-8")
		if err != nil {
			return
		}
		if response, err := e.http.Do(request); err == nil {
			_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, keptTail))
			response.Body.Close()
		}
	}()
}

// newID is a query id that nobody else has.
func newID() string {
	var b [12]byte
	_, _ = rand.Read(b[:])
	return "tideline-" + hex.EncodeToString(b[:])
}

// parameters are a statement's values by the names of sql.ClickHouse's placeholders, written as ClickHouse reads values that are escaped.
func parameters(args []any) (url.Values, error) {
	values := url.Values{}
	for i, arg := range args {
		text, err := parameter(arg)
		if err != nil {
			return nil, err
		}
		values.Set("param_p"+strconv.Itoa(i+1), text)
	}
	return values, nil
}

func parameter(value any) (string, error) {
	switch value := value.(type) {
	case string:
		return escaper.Replace(value), nil
	case int64:
		return strconv.FormatInt(value, 10), nil
	case float64:
		return strconv.FormatUint(math.Float64bits(value), 10), nil // as its placeholder reads it
	case bool:
		return strconv.FormatBool(value), nil
	case []int64:
		return list(value)
	case []float64:
		return list(value)
	}
	return "", fmt.Errorf("a parameter of type %T", value)
}

func list[T any](values []T) (string, error) {
	texts := make([]string, len(values))
	for i, value := range values {
		text, err := parameter(value)
		if err != nil {
			return "", err
		}
		texts[i] = text
	}
	return "[" + strings.Join(texts, ",") + "]", nil
}

var escaper = strings.NewReplacer(`\`, `\\`, "'", `\'`, "\t", `\t`, "\n", `\n`, "\r", `\r`, "\x00", `\0`, "\b", `\b`, "\f", `\f`)

// form is a statement with its parameters as the fields of a form.
func form(text string, params url.Values) (body []byte, contentType string, err error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	err = w.WriteField("query", text)
	for name := range params {
		err = errors.Join(err, w.WriteField(name, params.Get(name)))
	}
	return b.Bytes(), w.FormDataContentType(), errors.Join(err, w.Close())
}
