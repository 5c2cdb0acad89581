package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// mostAnswer bounds an answer, in bytes.
const mostAnswer = 128 << 20

// Forms asks a server that is put questions to as forms over HTTP, so many at a time.
type Forms struct {
	web     Web
	base    *url.URL
	who     Credentials
	timeout time.Duration
	http    *http.Client
	turns   chan struct{}
}

// Forms prepares what asks; nothing is asked yet.
func (w Web) Forms(c Config, atATime int) (*Forms, error) {
	base, err := w.Address(c)
	if err != nil {
		return nil, err
	}
	who, err := w.Credentials(c)
	if err != nil {
		return nil, err
	}
	timeout := c.Timeout
	if timeout <= 0 {
		timeout = DefaultTimeout
	}
	return &Forms{web: w, base: base, who: who, timeout: timeout, http: w.Client(c, atATime, true), turns: make(chan struct{}, atATime)}, nil
}

// Timeout is how long a question may take.
func (f *Forms) Timeout() time.Duration { return f.timeout }

// Close gives back all connections.
func (f *Forms) Close() { f.http.CloseIdleConnections() }

// Turn waits until one more question may be asked. The context that it gives ends with the time limit; done gives the turn back.
func (f *Forms) Turn(ctx context.Context) (limited context.Context, done func(), err error) {
	select {
	case f.turns <- struct{}{}:
	case <-ctx.Done():
		return nil, nil, f.web.Ended(ctx.Err(), f.timeout)
	}
	limited, cancel := context.WithTimeout(ctx, f.timeout)
	return limited, func() { cancel(); <-f.turns }, nil
}

// Ask posts a form, or without one gets, and reads the whole answer, whatever its status. path may have parameters. The caller has a turn.
func (f *Forms) Ask(ctx context.Context, path string, form url.Values) (status int, body []byte, err error) {
	method := http.MethodGet
	if form != nil {
		method = http.MethodPost
	}
	path, parameters, _ := strings.Cut(path, "?")
	at := f.base.JoinPath(path)
	at.RawQuery = parameters
	request, err := http.NewRequestWithContext(ctx, method, at.String(), strings.NewReader(form.Encode()))
	if err != nil {
		return 0, nil, err
	}
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	f.who.Identify(request)
	response, err := f.http.Do(request)
	if err != nil {
		if ctx.Err() != nil {
			return 0, nil, f.web.Ended(ctx.Err(), f.timeout)
		}
		return 0, nil, f.web.Unreachable(f.base.Host, err)
	}
	defer response.Body.Close()
	body, err = io.ReadAll(io.LimitReader(response.Body, mostAnswer+1))
	switch {
	case ctx.Err() != nil:
		return 0, nil, f.web.Ended(ctx.Err(), f.timeout)
	case err != nil:
		return 0, nil, errors.New("the connection to " + f.web.Name + " was lost in the middle of an answer: try again")
	case len(body) > mostAnswer:
		return 0, nil, fmt.Errorf("%s answer has more than %d MB: ask for less time, fewer features or a coarser group by", possessive(f.web.Name), mostAnswer>>20)
	}
	return response.StatusCode, body, nil
}

func possessive(name string) string {
	if strings.HasSuffix(name, "s") {
		return name + "'"
	}
	return name + "'s"
}
