package main

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
)

// delivery is what the back end reads of a webhook's body.
type delivery struct {
	Event           string `json:"event"`
	Status          string `json:"status"`
	ChatDownloadURL string `json:"chatDownloadUrl"`
	Recording       struct {
		Status      string `json:"status"`
		DownloadURL string `json:"downloadUrl"`
	} `json:"recording"`
}

// receiver keeps the deliveries whose signature is the service's, in the order in which they came.
type receiver struct {
	*httptest.Server
	sync.Mutex
	told    []delivery
	refused int
}

func startReceiver(publicKey string) (*receiver, error) {
	block, _ := pem.Decode([]byte(publicKey))
	parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	started := &receiver{}
	started.Server = httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		started.Lock()
		defer started.Unlock()
		body, _ := io.ReadAll(request.Body)
		signature, _ := base64.StdEncoding.DecodeString(request.Header.Get("rtk-signature"))
		digest := sha256.Sum256(body)
		var one delivery
		if rsa.VerifyPKCS1v15(parsed.(*rsa.PublicKey), crypto.SHA256, digest[:], signature) != nil ||
			json.Unmarshal(body, &one) != nil {
			started.refused++
			writer.WriteHeader(http.StatusUnauthorized)
			return
		}
		started.told = append(started.told, one)
	}))
	return started, nil
}
