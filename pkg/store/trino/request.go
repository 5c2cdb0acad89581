package trino

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	limitSetting = "query_max_run_time"
	// grace is how much longer than the server's own limit is waited here, so that its error, which says more, comes first.
	grace = 3 * time.Second
	// patience is how long a server that says that it is busy is asked again.
	patience = 10 * time.Second
	// firstPause and longestPause lie between two tries, as the protocol asks.
	firstPause, longestPause = 100 * time.Millisecond, time.Second
	// mostBytes bounds a page of an answer.
	mostBytes = 256 << 20
	// lostTries is how often a page is asked for whose connection broke.
	lostTries = 3
)

// page is what the server says of a query, at one time.
type page struct {
	NextURI string              `json:"nextUri"`
	Columns []column            `json:"columns"`
	Data    [][]json.RawMessage `json:"data"`
	Error   *Error              `json:"error"`

	bytes int64
}

type column struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// post sends a statement.
func (e *Engine) post(ctx context.Context, text string, bare bool) (*page, error) {
	return e.send(ctx, func(ctx context.Context) (*http.Request, error) {
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, e.base.JoinPath("v1/statement").String(), strings.NewReader(text))
		if err != nil {
			return nil, err
		}
		h := request.Header
		h.Set("Content-Type", "text/plain; charset=utf-8")
		h.Set("X-Trino-Catalog", e.catalog)
		if e.schema != "" {
			h.Set("X-Trino-Schema", e.schema)
		}
		h.Set("X-Trino-Source", "tideline")
		h.Set("X-Trino-Time-Zone", "UTC")
		h.Set("X-Trino-Client-Capabilities", "PARAMETRIC_DATETIME") // types of times with their digits
		if !bare {
			h.Add("X-Trino-Session", limitSetting+"="+url.QueryEscape(fmt.Sprintf("%dms", e.timeout.Milliseconds())))
		}
		for name, value := range e.settings {
			h.Add("X-Trino-Session", name+"="+url.QueryEscape(value))
		}
		return request, nil
	})
}

// get fetches a page.
func (e *Engine) get(ctx context.Context, address *url.URL) (*page, error) {
	return e.send(ctx, func(ctx context.Context) (*http.Request, error) {
		return http.NewRequestWithContext(ctx, http.MethodGet, address.String(), nil)
	})
}

// cancel stops a query on the server, in the background.
func (e *Engine) cancel(address *url.URL) {
	e.cancels.Add(1)
	go func() {
		defer e.cancels.Done()
		ctx, done := context.WithTimeout(context.Background(), 5*time.Second)
		defer done()
		request, err := http.NewRequestWithContext(ctx, http.MethodDelete, address.String(), nil)
		if err != nil {
			return
		}
		e.identify(request)
		if response, err := e.http.Do(request); err == nil {
			response.Body.Close()
		}
	}()
}

// next is where the server says that an answer goes on, at the address that is configured: nothing is sent anywhere else, whatever proxies in between made of it.
func (e *Engine) next(uri string) (*url.URL, error) {
	u, err := url.Parse(uri)
	if err != nil || !strings.Contains(u.Path, "/v1/statement/") {
		return nil, errors.New("what answers at the address of Trino is not Trino: correct it in the settings of the data source")
	}
	address := *e.base
	if strings.HasPrefix(u.Path, e.base.Path) {
		address.Path = u.Path
	} else {
		address.Path = e.base.JoinPath(u.Path).Path
	}
	address.RawQuery = u.RawQuery
	return &address, nil
}

// identify says who asks.
func (e *Engine) identify(request *http.Request) {
	if e.user != "" {
		request.Header.Set("X-Trino-User", e.user)
	}
	switch {
	case e.token != "":
		request.Header.Set("Authorization", "Bearer "+e.token)
	case e.password != "":
		request.Header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString(latin(e.user+":"+e.password)))
	}
}

// latin writes a text as Trino reads users and passwords: a byte a letter. What has others can only be sent as it is.
func latin(text string) []byte {
	var b []byte
	for _, r := range text {
		if r > 0xff {
			return []byte(text)
		}
		b = append(b, byte(r))
	}
	return b
}

// send asks until the server answers with a page, or says no. A query does not run before its second page is asked for, and a page can be asked for twice: so
// what was lost on the way is asked for again.
func (e *Engine) send(ctx context.Context, make func(context.Context) (*http.Request, error)) (*page, error) {
	began, pause := time.Now(), firstPause
	for try := 1; ; try++ {
		request, err := make(ctx)
		if err != nil {
			return nil, err
		}
		e.identify(request)
		response, err := e.http.Do(request)
		wait := pause
		switch {
		case err != nil && ctx.Err() != nil:
			return nil, web.Ended(ctx.Err(), e.timeout)
		case err != nil:
			if !lost(err) || try >= lostTries {
				return nil, web.Unreachable(e.base.Host, err)
			}
		default:
			var again bool
			p, failed := e.read(response)
			if wait, again = retryAfter(response, pause); !again || time.Since(began)+wait > patience {
				if failed != nil && ctx.Err() != nil {
					failed = web.Ended(ctx.Err(), e.timeout)
				}
				return p, failed
			}
		}
		pause = min(2*pause, longestPause)
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return nil, web.Ended(ctx.Err(), e.timeout)
		}
	}
}

// lost says that a connection broke, as when a server or a proxy closed it while it was idle.
func lost(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

// retryAfter says whether, and when, an answer asks to be asked again.
func retryAfter(response *http.Response, pause time.Duration) (time.Duration, bool) {
	switch response.StatusCode {
	case http.StatusTooManyRequests:
		if seconds, err := strconv.Atoi(response.Header.Get("Retry-After")); err == nil && seconds >= 0 {
			return max(time.Duration(seconds)*time.Second, pause), true
		}
		return longestPause, true
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return pause, true
	}
	return 0, false
}

// read reads a page, or what was said instead of one.
func (e *Engine) read(response *http.Response) (*page, error) {
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(io.LimitReader(response.Body, 4<<10))
		return nil, refusal(response, string(text))
	}
	body := &io.LimitedReader{R: response.Body, N: mostBytes + 1}
	var p page
	err := json.NewDecoder(body).Decode(&p)
	p.bytes = mostBytes + 1 - body.N
	switch {
	case body.N <= 0:
		return nil, fmt.Errorf("Trino's answer has a page of more than %d MB: ask for less time or fewer columns", mostBytes>>20)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, errors.New("the connection to Trino was lost in the middle of an answer: try again")
	case err != nil:
		return nil, errors.New("what answers at the address of Trino is not Trino: correct it in the settings of the data source")
	}
	if p.Error != nil {
		p.Error.limit = e.timeout
	}
	return &p, nil
}
