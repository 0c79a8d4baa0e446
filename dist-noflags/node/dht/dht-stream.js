/** Bytes of the length of a message: enough for 2 MiB. */
const MAX_LENGTH_BYTES = 3;
/** Ends a stream on which more comes, or is announced, than one message may have. */
export function limitBytes(stream, limit) {
    let received = 0;
    let lengthBytes = 0;
    let announced = 0;
    let isAnnounced = false;
    stream.addEventListener('message', ({ data }) => {
        // The length of the message: groups of seven bits, the lowest first.
        for (const byte of isAnnounced ? [] : data.subarray().subarray(0, MAX_LENGTH_BYTES)) {
            announced += (byte & 0x7f) * 0x80 ** lengthBytes++;
            isAnnounced = byte < 0x80;
            if (isAnnounced)
                break;
        }
        received += data.byteLength;
        const isTooLong = received > limit || announced > limit || (!isAnnounced && received >= MAX_LENGTH_BYTES);
        if (isTooLong)
            stream.abort(new Error(`more than ${limit} bytes on a stream of the DHT`));
    });
}
