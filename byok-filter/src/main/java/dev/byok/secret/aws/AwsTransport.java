package dev.byok.secret.aws;

import dev.byok.secret.ReadLimits;
import dev.byok.secret.WireLog;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/** What carries the SDK's requests; only where the library is. Chosen here, since the SDK refuses to choose among several. */
final class AwsTransport {

    private AwsTransport() {}

    static SdkHttpClient.Builder<?> ofJdk() {
        WireLog.keepOut(WireLog.URL_CONNECTION);
        return UrlConnectionHttpClient.builder()
                .connectionTimeout(ReadLimits.DEFAULT.connect())
                .socketTimeout(ReadLimits.DEFAULT.attempt());
    }
}
